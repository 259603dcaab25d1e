package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.basics.Csv;
import espalier.explain.measures.MapMeasure;
import espalier.survey.MeanInterval;
import espalier.survey.MeasuredNetwork;
import espalier.survey.PairedComparison;
import espalier.survey.SurveyPictures;
import espalier.survey.SweetSpot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes what was measured as CSV (RFC 4180). Numbers that are not known are empty. */
final class CompareFiles {

    private CompareFiles() {}

    /** A line for each network and measure: the mean, and how it differs from the first network's. */
    static void means(Path file, SweetSpot spot, long seed) {
        StringBuilder csv = new StringBuilder(Csv.line(List.of("network", "rate", "measure", "mean", "low", "high",
                "pictures", "undefined", "difference", "difference_low", "difference_high", "p", "p_holm")));
        for (int n = 0; n < spot.networks().size(); n++) {
            MeasuredNetwork network = spot.networks().get(n);
            for (MapMeasure measure : network.values().keySet()) {
                MeanInterval mean = network.mean(measure, seed);
                PairedComparison difference = spot.differences().get(n).get(measure);
                List<String> fields = new ArrayList<>(List.of(network.name(), Csv.number(network.rate()), measure.key(),
                        Csv.number(mean.mean()), Csv.number(mean.low()), Csv.number(mean.high()),
                        Integer.toString(mean.count()), Integer.toString(mean.left())));
                fields.addAll(difference == null ? Collections.nCopies(5, "")
                        : List.of(Csv.number(difference.mean().mean()), Csv.number(difference.mean().low()),
                                Csv.number(difference.mean().high()), Csv.number(difference.p()),
                                Csv.number(difference.corrected())));
                csv.append(Csv.line(fields));
            }
        }
        AtomicFiles.writeText(file, csv.toString());
    }

    /** A line for each picture and network, with a column for each measure. */
    static void pictures(Path file, SurveyPictures pictures, List<String> classNames, List<MeasuredNetwork> networks) {
        List<MapMeasure> measures = List.copyOf(networks.get(0).values().keySet());
        List<String> heading = new ArrayList<>(
                List.of("picture", "true_class", "network", "rate", "predicted", "explained", "empty"));
        measures.forEach(measure -> heading.add(measure.key()));
        StringBuilder csv = new StringBuilder(Csv.line(heading));
        for (int i = 0; i < pictures.size(); i++) {
            for (MeasuredNetwork network : networks) {
                List<String> fields = new ArrayList<>(
                        List.of(pictures.titles().get(i), classNames.get(pictures.labels()[i]), network.name(),
                                Csv.number(network.rate()), classNames.get(network.explanations().get(i).predicted()),
                                classNames.get(network.explanations().get(i).explained()),
                                network.explanations().get(i).map().isEmpty() ? "1" : "0"));
                for (MapMeasure measure : measures) {
                    fields.add(Csv.number(network.values().get(measure)[i]));
                }
                csv.append(Csv.line(fields));
            }
        }
        AtomicFiles.writeText(file, csv.toString());
    }
}
