package espalier.network.imports;

import espalier.network.imports.onnx.OnnxNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** What layers are called that ONNX's nodes become: as in the program that wrote them, where that can be told. */
final class OnnxNames {

    private OnnxNames() {}

    /** The name for a node's layer. */
    static String of(OnnxNode node) {
        String name = node.name().startsWith("/") ? ofScopes(node) : node.name().replaceFirst("^node_", "");
        return clean(node, name);
    }

    /** The name for a layer with weights, which are often called by the layer's own name. */
    static String of(OnnxNode node, int weights) {
        String name = node.input(weights);
        return name.endsWith(".weight") ? clean(node, name.substring(0, name.length() - ".weight".length())) : of(node);
    }

    /** "layer1.0.conv1" of PyTorch's "/layer1/layer1.0/conv1/Conv": each scope repeats the one before, or goes on. */
    private static String ofScopes(OnnxNode node) {
        String[] scopes = node.name().substring(1).split("/");
        String path = "";
        for (int i = 0; i < scopes.length - 1; i++) {
            boolean repeats = !path.isEmpty() && scopes[i].startsWith(path.substring(path.lastIndexOf('/') + 1) + ".");
            path = repeats ? path.substring(0, path.lastIndexOf('/') + 1) + scopes[i]
                    : path + (path.isEmpty() ? "" : "/") + scopes[i];
        }
        String last = scopes[scopes.length - 1];
        boolean said = !path.isEmpty() && last.matches(Pattern.quote(node.op()) + "(_\\d+)?");
        return (said ? path + last.substring(node.op().length()) : path + "/" + last).replace('/', '.')
                .replaceFirst("^\\.", "");
    }

    private static String kind(OnnxNode node) {
        return switch (node.op()) {
            case "BatchNormalization" -> "norm";
            case "Gemm", "MatMul" -> "dense";
            default ->
                node.op().endsWith("Pool") ? "pool" : node.op().replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
        };
    }

    private static String clean(OnnxNode node, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]+", "_").replaceAll("^[_.]+|[_.]+$", "");
        String kind = kind(node);
        return plain.isEmpty() || plain.matches("n\\d+(_\\d+)?") ? kind
                : Character.isDigit(plain.charAt(0)) ? kind + "_" + plain : plain;
    }
}
