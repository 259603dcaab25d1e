package espalier.data;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much each class matters to somebody: a weight by class name, 0 to 1, of which not all are 0. Only their
 * proportions count. A class of weight 0 does not matter at all. Immutable; in files an object of its two components.
 *
 * @param byName the weights of classes that have one of their own
 * @param others that of all other classes
 */
public record ClassWeights(Map<String, Double> byName, double others) {

    /** Every class matters as much as every other: the usual. */
    public static final ClassWeights ALL_ALIKE = new ClassWeights(Map.of(), 1);

    private static final String ALL = "all";
    private static final String OTHERS = "others";
    private static final String FORMS = "Give the only classes that matter, cat,dog,horse, or a weight from 0 to 1 each, "
            + "cat=1,dog=0.5,others=0.2, or all.";
    /** What a name cannot hold where names stand in a row: it is written as % and two digits, as in web addresses. */
    private static final Pattern RESERVED = Pattern.compile("[%,=:]|^\\s|\\s$");
    private static final Pattern ENCODED = Pattern.compile("%([0-7]\\p{XDigit})");

    /** Checks ranges. Weights that are all alike become {@link #ALL_ALIKE}. */
    public ClassWeights {
        Map<String, Double> own = new LinkedHashMap<>();
        double rest = others;
        (byName == null ? Map.<String, Double>of() : byName).forEach((name, weight) -> {
            check(name, weight);
            if (weight != rest) {
                own.put(name, weight);
            }
        });
        check(OTHERS, others);
        if (others == 0 && own.isEmpty()) {
            throw new Problem("All classes have the weight 0; at least one must matter. " + FORMS);
        }
        byName = Collections.unmodifiableMap(own);
        others = own.isEmpty() ? 1 : others;
    }

    private static void check(String name, Double weight) {
        if (weight == null || !(weight >= 0 && weight <= 1)) {
            throw new Problem("The weight of \"" + name + "\" is " + weight + "; it must be from 0 to 1.");
        }
    }

    /** Nothing but these classes matters. */
    public static ClassWeights only(List<String> classNames) {
        Map<String, Double> weights = new LinkedHashMap<>();
        classNames.forEach(name -> weights.put(name, 1.0));
        return new ClassWeights(weights, 0);
    }

    /**
     * Reads what {@link #text} writes: {@code cat,dog,horse} for only these, {@code cat=1,dog=0.5,others=0.2} for a
     * weight each, where others have 0 unless it is said, or {@code all}.
     *
     * @throws Problem when it has none of these forms, or a weight is out of range
     */
    public static ClassWeights parse(String text) {
        if (text.strip().equals(ALL)) {
            return ALL_ALIKE;
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            if (name.isEmpty()) {
                throw new Problem("“" + text + "” does not say which classes matter. " + FORMS);
            }
            try {
                double weight = equals < 0 ? 1 : Double.parseDouble(part.substring(equals + 1).strip());
                if (weights.put(name, weight) != null) {
                    throw new Problem("The class \"" + decoded(name) + "\" is named twice in “" + text + "”.");
                }
            } catch (NumberFormatException e) {
                throw new Problem("“" + part.strip() + "” gives no weight to a class. " + FORMS, e);
            }
        }
        Double others = weights.remove(OTHERS);
        Map<String, Double> byName = new LinkedHashMap<>();
        weights.forEach((name, weight) -> byName.put(decoded(name), weight));
        return new ClassWeights(byName, others == null ? 0 : others);
    }

    /** Whether every class matters as much as every other, whatever classes there are. */
    public boolean allAlike() {
        return byName.isEmpty();
    }

    /**
     * The weights of some classes, scaled so that their mean is 1: each is 1 where all are alike.
     *
     * @return {@code [classes]}
     * @throws Problem when a class of these weights is none of {@code classNames}, or none of those matters
     */
    public double[] of(List<String> classNames) {
        double[] weights = new double[classNames.size()];
        Arrays.fill(weights, others);
        boolean[] taken = new boolean[weights.length];
        byName.forEach((name, weight) -> {
            int label = ClassNumbers.require(name, classNames);
            if (taken[label]) {
                throw new Problem("The class \"" + classNames.get(label) + "\" is given two weights.");
            }
            taken[label] = true;
            weights[label] = weight;
        });
        double first = weights[0];
        if (Arrays.stream(weights).allMatch(weight -> weight == first) && first > 0) {
            Arrays.fill(weights, 1);
            return weights;
        }
        double sum = Arrays.stream(weights).sum();
        if (sum == 0) {
            throw new Problem("None of the classes " + ClassNumbers.told(classNames) + " matters by the weights \""
                    + this + "\". Give one of them a weight above 0.");
        }
        return Arrays.stream(weights).map(weight -> weight * weights.length / sum).toArray();
    }

    /**
     * The same weights for these classes, with every class that matters named as it is here and none that does not, so
     * that they are the same weights where only those are left.
     *
     * @throws Problem as {@link #of} does
     */
    public ClassWeights among(List<String> classNames) {
        double[] weights = of(classNames);
        double highest = Arrays.stream(weights).max().orElseThrow();
        double scale = Math.max(others, byName.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
        Map<String, Double> own = new LinkedHashMap<>();
        for (int label : mattering(classNames)) {
            own.put(classNames.get(label), Math.min(1, weights[label] / highest * scale));
        }
        return new ClassWeights(own, 0);
    }

    /** Whether some class may not matter at all. */
    public boolean leavesOut() {
        return others == 0 || byName.containsValue(0.0);
    }

    /**
     * The numbers of the classes that matter, ascending.
     *
     * @throws Problem as {@link #of} does
     */
    public int[] mattering(List<String> classNames) {
        double[] weights = of(classNames);
        return IntStream.range(0, weights.length).filter(label -> weights[label] > 0).toArray();
    }

    /**
     * Draws training pictures at random, as many of each class as its weight and its share of the training pictures
     * make in proportion; all alike, each class has its share. No picture is drawn twice; there are fewer than
     * {@code count} where a class has not enough for its proportion. Among them may be some that cannot be read, which
     * batches leave out.
     *
     * @param seed the same seed draws the same pictures
     * @return their indices in the training part, in a random order
     * @throws Problem as {@link #of} does, or when no class that matters has a training picture
     */
    public int[] pictures(Dataset data, int count, long seed) {
        double[] weights = of(data.classNames());
        Pictures training = data.part(Part.TRAINING);
        int[][] members = members(training, weights.length);
        double all = IntStream.range(0, weights.length).mapToDouble(label -> weights[label] * members[label].length)
                .sum();
        double highest = IntStream.range(0, weights.length).filter(label -> members[label].length > 0)
                .mapToDouble(label -> weights[label]).max().orElse(0);
        if (highest == 0) {
            throw new Problem("There is no training picture of a class that matters (" + this + ") in "
                    + data.specification() + ". Add some, or choose other classes.");
        }
        // By the class of the highest weight, which runs out first.
        double most = Math.min(count, all / highest);
        int[] counts = rounded(IntStream.range(0, weights.length)
                .mapToDouble(label -> most * weights[label] * members[label].length / all).toArray());
        int[] drawn = IntStream.range(0, weights.length).flatMap(label -> {
            Split.shuffle(members[label], Seeds.random(seed, label));
            return Arrays.stream(members[label], 0, Math.min(counts[label], members[label].length));
        }).toArray();
        Split.shuffle(drawn, Seeds.random(seed));
        return drawn;
    }

    /** The indices of each class's pictures. */
    private static int[][] members(Pictures pictures, int classes) {
        List<List<Integer>> members = new ArrayList<>();
        IntStream.range(0, classes).forEach(label -> members.add(new ArrayList<>()));
        IntStream.range(0, pictures.size()).forEach(i -> members.get(pictures.label(i)).add(i));
        return members.stream().map(own -> own.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
    }

    /** Shares as whole numbers with the same sum: the largest remainders are rounded up. */
    private static int[] rounded(double[] shares) {
        int[] whole = Arrays.stream(shares).mapToInt(share -> (int) (share + 1e-9)).toArray();
        int missing = (int) (Arrays.stream(shares).sum() + 1e-6) - Arrays.stream(whole).sum();
        IntStream.range(0, shares.length).boxed()
                .sorted((a, b) -> Double.compare(shares[b] - whole[b], shares[a] - whole[a])).limit(missing).toList()
                .forEach(label -> whole[label]++);
        return whole;
    }

    /** As it is typed: {@code cat,dog,horse}, {@code cat=1,dog=0.5,others=0.2} or {@code all}. */
    public String text() {
        if (allAlike()) {
            return ALL;
        }
        if (onlySome()) {
            return byName.keySet().stream().map(ClassWeights::encoded).collect(Collectors.joining(","));
        }
        return byName.entrySet().stream().map(entry -> encoded(entry.getKey()) + "=" + Figures.plain(entry.getValue()))
                .collect(Collectors.joining(",")) + "," + OTHERS + "=" + Figures.plain(others);
    }

    /** For people to read: "all classes alike", "only cat, dog", "cat 1, dog 0.5, others 0.2". */
    @Override
    public String toString() {
        if (allAlike()) {
            return "all classes alike";
        }
        if (onlySome()) {
            return "only " + String.join(", ", byName.keySet());
        }
        return byName.entrySet().stream().map(entry -> entry.getKey() + " " + Figures.plain(entry.getValue()))
                .collect(Collectors.joining(", ")) + ", " + OTHERS + " " + Figures.plain(others);
    }

    private boolean onlySome() {
        return others == 0 && byName.values().stream().allMatch(weight -> weight == 1);
    }

    /** A class's name as it can stand in a row of names: without comma, colon, equals sign and blanks at its ends. */
    static String encoded(String name) {
        return name.equals(ALL) || name.equals(OTHERS)
                ? String.format("%%%02x%s", (int) name.charAt(0), name.substring(1))
                : RESERVED.matcher(name).replaceAll(found -> String.format("%%%02x", (int) found.group().charAt(0)));
    }

    /** The name that {@link #encoded} was given. */
    static String decoded(String name) {
        return ENCODED.matcher(name).replaceAll(
                found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }
}
