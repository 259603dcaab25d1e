package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.explain.MapMeasure;
import espalier.explain.MeanInterval;
import espalier.explain.MeasuredNetwork;
import espalier.explain.StudyPictures;
import espalier.explain.SweetSpot;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what was measured as CSV (RFC 4180). Numbers that are not known are empty. */
final class CompareFiles {

    private static final String END = "\r\n";

    private CompareFiles() {
    }

    /** A line for each network and measure: the mean, and how it differs from the first network's. */
    static void means(Path file, SweetSpot spot, long seed) {
        StringBuilder csv = new StringBuilder("network,rate,measure,mean,low,high,pictures,undefined,difference,difference_low,"
                + "difference_high,p,p_holm").append(END);
        for (int n = 0; n < spot.networks().size(); n++) {
            MeasuredNetwork network = spot.networks().get(n);
            for (MapMeasure measure : network.values().keySet()) {
                MeanInterval mean = network.mean(measure, seed);
                SweetSpot.Difference difference = spot.differences().get(n).get(measure);
                csv.append(String.join(",", quoted(network.name()), number(network.rate()), measure.key(), number(mean.mean()),
                        number(mean.low()), number(mean.high()), Integer.toString(mean.count()), Integer.toString(mean.left()),
                        difference == null ? ",,,," : String.join(",", number(difference.mean().mean()),
                                number(difference.mean().low()), number(difference.mean().high()), number(difference.p()),
                                number(difference.corrected())))).append(END);
            }
        }
        AtomicFiles.writeText(file, csv.toString());
    }

    /** A line for each picture and network, with a column for each measure. */
    static void pictures(Path file, StudyPictures pictures, List<String> classNames, List<MeasuredNetwork> networks) {
        List<MapMeasure> measures = List.copyOf(networks.get(0).values().keySet());
        StringBuilder csv = new StringBuilder("picture,true_class,network,rate,predicted,explained,empty");
        measures.forEach(measure -> csv.append(',').append(measure.key()));
        csv.append(END);
        for (int i = 0; i < pictures.size(); i++) {
            for (MeasuredNetwork network : networks) {
                csv.append(String.join(",", quoted(pictures.titles().get(i)), quoted(classNames.get(pictures.labels()[i])),
                        quoted(network.name()), number(network.rate()),
                        quoted(classNames.get(network.explanations().get(i).predicted())),
                        quoted(classNames.get(network.explanations().get(i).explained())),
                        network.explanations().get(i).map().isEmpty() ? "1" : "0"));
                Map<MapMeasure, double[]> values = network.values();
                for (MapMeasure measure : measures) {
                    csv.append(',').append(number(values.get(measure)[i]));
                }
                csv.append(END);
            }
        }
        AtomicFiles.writeText(file, csv.toString());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
