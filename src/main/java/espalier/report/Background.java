package espalier.report;

import espalier.explain.measures.MapMeasure;
import espalier.report.Report.Block;
import espalier.report.Report.Section;
import espalier.study.analysis.PublishedStudy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands at the end of every report: the method in words, its sources, and what the report does not show. */
final class Background {

    private static final String CLASS_AWARE = "[1] Class-Aware Pruning for Efficient Neural Networks. DATE 2024, arXiv 2312.05875.";
    private static final String LESS_IS_MORE = "[2] " + PublishedStudy.LESS_IS_MORE.source() + ".";

    private Background() {}

    /**
     * The sections.
     *
     * @param runs    whether the report tells of runs
     * @param maps    whether it shows maps of them
     * @param studies whether it tells of studies
     */
    static List<Section> sections(boolean runs, boolean maps, boolean studies) {
        List<Block> method = new ArrayList<>();
        List<String> not = new ArrayList<>();
        if (runs) {
            method.add(new Block.Words(
                    "Filters are ranked by a criterion, and in each iteration some of those that rank lowest are taken out, with all that "
                            + "belongs to them in the layers that read them, so that a really smaller network is left. Class-aware pruning [1] "
                            + "ranks a filter by how many classes it matters for; other criteria stand beside it. Where the settings say so, "
                            + "the weights that read a removed filter are fitted anew by least squares, and the network is fine-tuned. The "
                            + "accuracy is that on test pictures that no step of this has seen."));
            not.add("How the results would differ with another seed, where a way of pruning ran once.");
            not.add("How the networks do on pictures of another kind than the test pictures.");
            not.add("Time and energy on another machine: speeds are of the machine that ran, at the time of the run.");
        }
        if (maps) {
            method.add(new Block.Words(
                    "Where a network looks is shown by class activation maps, and how they change with the rate is measured as the second "
                            + "paper asks [2]: how alike they are to the unpruned network's, how well they lie on the object where that is "
                            + "known, and how much the network depends on what they mark. Similarity says that maps change, not that they "
                            + "become better. Intervals are bootstrap intervals over pictures (Efron 1979); tests are by random signs of "
                            + "differences (Fisher 1935), with Holm's correction (Holm 1979) at mild rates."));
            not.add("Whether people find the maps convincing: that takes a study with people [2].");
            not.add("Maps of all pictures, and of other methods: the program shows them.");
        }
        if (studies) {
            method.add(new Block.Words(
                    "People are asked as in the second paper [2], with maps of pictures that all compared networks classify correctly. "
                            + "Preferences are tested by χ² against an equal split, “equally” left out, and by the exact binomial test; "
                            + "agreement is Krippendorff's α. Beside the paper's statistics stand those that respect that answers of one person, "
                            + "and of one picture, hang together (Cameron, Gelbach and Miller 2011), with Holm's correction (Holm 1979) over "
                            + "all pairs of networks. Nobody is left out."));
            not.add("What people other than these would answer, and to pictures of another kind.");
            not.add("Pictures that any of the networks misclassifies: they are never asked about, as in the paper.");
        }
        List<Section> sections = new ArrayList<>();
        if (maps || studies) {
            Map<String, String> meanings = new LinkedHashMap<>();
            for (MapMeasure measure : MapMeasure.values()) {
                meanings.put(measure.title(), measure.formula() + ". " + measure.caution());
            }
            method.add(new Block.Heading("Measures of maps"));
            method.add(new Block.Facts(meanings));
        }
        method.add(new Block.Heading("Sources"));
        method.add(new Block.Words(CLASS_AWARE));
        method.add(new Block.Words(LESS_IS_MORE));
        method.add(new Block.Words(
                "Further sources stand with the figures that they belong to. This report was made by Espalier and needs nothing beside this "
                        + "file; what was computed by chance was so with the seeds that are given."));
        sections.add(new Section("Method", method));
        sections.add(new Section("What this report does not show", List.of(new Block.Points(not))));
        return sections;
    }
}
