package espalier.explain.measures;

import java.util.Arrays;

/**
 * The transportation problem: moves supplies to demands at the least cost, exactly, by successive shortest paths with
 * potentials (Ahuja, Magnanti and Orlin 1993, "Network Flows", chapter 9.7). Paths are Dijkstra's on the dense graph,
 * and all of one search are used.
 */
final class Transport {

    private final double[] supply;
    private final double[] demand;
    private final double[][] costs;
    private final double nothing;
    private final double[][] flow;
    /** Prices that keep all reduced costs at 0 or more. */
    private final double[] sourcePrice;
    private final double[] sinkPrice;
    private final double[] sourceDistance;
    private final double[] sinkDistance;
    /** From which sink a source was reached; −1 where it has supply left. */
    private final int[] sourceParent;
    private final int[] sinkParent;

    private Transport(double[] supply, double[] demand, double[][] costs, double nothing) {
        this.supply = supply.clone();
        this.demand = demand.clone();
        this.costs = costs;
        this.nothing = nothing;
        this.flow = new double[supply.length][demand.length];
        this.sourcePrice = new double[supply.length];
        this.sinkPrice = new double[demand.length];
        this.sourceDistance = new double[supply.length];
        this.sinkDistance = new double[demand.length];
        this.sourceParent = new int[supply.length];
        this.sinkParent = new int[demand.length];
    }

    /**
     * The least cost.
     *
     * @param supply  {@code [sources]}, above 0
     * @param demand  {@code [sinks]}, above 0, of the same sum
     * @param costs   {@code [sources][sinks]}, 0 or more
     * @param nothing what is left of either is taken as rounding below this
     */
    static double leastCost(double[] supply, double[] demand, double[][] costs, double nothing) {
        Transport transport = new Transport(supply, demand, costs, nothing);
        do {
            transport.findPaths();
        } while (transport.sendAll() > 0);
        double cost = 0;
        for (int i = 0; i < supply.length; i++) {
            for (int j = 0; j < demand.length; j++) {
                cost += transport.flow[i][j] * costs[i][j];
            }
        }
        return cost;
    }

    /**
     * Finds the shortest paths from all sources with supply left to everything, and raises the prices by their lengths:
     * then all arcs on these paths cost nothing more, so that what is sent along any of them keeps the cost the least.
     */
    private void findPaths() {
        boolean[] sourceDone = new boolean[supply.length];
        boolean[] sinkDone = new boolean[demand.length];
        Arrays.fill(sinkDistance, Double.POSITIVE_INFINITY);
        for (int i = 0; i < supply.length; i++) {
            sourceDistance[i] = supply[i] > nothing ? 0 : Double.POSITIVE_INFINITY;
            sourceParent[i] = -1;
        }
        double farthest = 0;
        while (true) {
            int source = nearest(sourceDistance, sourceDone);
            int sink = nearest(sinkDistance, sinkDone);
            if (source < 0 && sink < 0) {
                break;
            }
            if (source < 0 || sink >= 0 && sinkDistance[sink] <= sourceDistance[source]) {
                sinkDone[sink] = true;
                farthest = sinkDistance[sink];
                lookBack(sink, sourceDone);
            } else {
                sourceDone[source] = true;
                farthest = sourceDistance[source];
                lookAhead(source, sinkDone);
            }
        }
        raisePrices(farthest);
    }

    private static int nearest(double[] distances, boolean[] done) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < distances.length; i++) {
            if (!done[i] && distances[i] < least) {
                least = distances[i];
                nearest = i;
            }
        }
        return nearest;
    }

    private void lookAhead(int source, boolean[] sinkDone) {
        double[] row = costs[source];
        double base = sourceDistance[source] + sourcePrice[source];
        for (int j = 0; j < row.length; j++) {
            double distance = base + row[j] - sinkPrice[j];
            if (distance < sinkDistance[j] && !sinkDone[j]) {
                sinkDistance[j] = Math.max(distance, sourceDistance[source]);
                sinkParent[j] = source;
            }
        }
    }

    /** Along flow that can be taken back. */
    private void lookBack(int sink, boolean[] sourceDone) {
        double base = sinkDistance[sink] + sinkPrice[sink];
        for (int i = 0; i < supply.length; i++) {
            if (flow[i][sink] > nothing && !sourceDone[i]) {
                double distance = Math.max(base - costs[i][sink] - sourcePrice[i], sinkDistance[sink]);
                if (distance < sourceDistance[i]) {
                    sourceDistance[i] = distance;
                    sourceParent[i] = sink;
                }
            }
        }
    }

    private void raisePrices(double most) {
        for (int i = 0; i < sourcePrice.length; i++) {
            sourcePrice[i] += Math.min(most, sourceDistance[i]);
        }
        for (int j = 0; j < sinkPrice.length; j++) {
            sinkPrice[j] += Math.min(most, sinkDistance[j]);
        }
    }

    /** Sends along the paths to all sinks with demand left. */
    private double sendAll() {
        double sent = 0;
        for (int j = 0; j < demand.length; j++) {
            if (demand[j] > nothing && sinkDistance[j] < Double.POSITIVE_INFINITY) {
                sent += send(j);
            }
        }
        return sent;
    }

    /** Sends as much as the path to a sink takes: nothing where another path has used it up. */
    private double send(int end) {
        double amount = demand[end];
        int sink = end;
        int source = sinkParent[sink];
        while (sourceParent[source] >= 0) {
            sink = sourceParent[source];
            amount = Math.min(amount, flow[source][sink]);
            source = sinkParent[sink];
        }
        amount = Math.min(amount, supply[source]);
        if (amount <= nothing) {
            return 0;
        }
        supply[source] -= amount;
        demand[end] -= amount;
        sink = end;
        source = sinkParent[sink];
        flow[source][sink] += amount;
        while (sourceParent[source] >= 0) {
            sink = sourceParent[source];
            flow[source][sink] -= amount;
            source = sinkParent[sink];
            flow[source][sink] += amount;
        }
        return amount;
    }
}
