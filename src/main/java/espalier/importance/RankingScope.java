package espalier.importance;

/** Whether filters of different layers compete. */
public enum RankingScope {
    /** All filters of the network are in one order: layers are thinned as unevenly as the criterion says. */
    GLOBAL,
    /** Each layer has an order of its own, and all are thinned alike. */
    LOCAL
}
