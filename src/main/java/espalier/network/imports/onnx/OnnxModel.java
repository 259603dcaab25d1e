package espalier.network.imports.onnx;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** An ONNX file: its nodes in the order in which they run, functions of its own written out, and its constants. */
public final class OnnxModel {

    private final ModelProto model;
    private final TensorReader tensors;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, FunctionProto> functions = new HashMap<>();

    private OnnxModel(ModelProto model, Path file) {
        this.model = model;
        tensors = new TensorReader(file);
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        model.getFunctionsList()
                .forEach(function -> functions.put(op(function.getDomain(), function.getName()), function));
        for (NodeProto node : model.getGraph().getNodeList()) {
            add(node, node.getName(), new HashMap<>(), Map.of());
        }
    }

    /**
     * Reads a file.
     *
     * @throws Problem where it cannot be read, or holds no graph
     */
    public static OnnxModel read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            ModelProto model = ModelProto.parseFrom(in);
            if (model.getGraph().getNodeCount() == 0) {
                throw new Problem(file + " holds no network: its graph is empty. Take another copy, or export the "
                        + "network again.");
            }
            return new OnnxModel(model, file);
        } catch (InvalidProtocolBufferException e) {
            throw new Problem(file + " cannot be read as an ONNX model: it is damaged or cut off. Take another copy, "
                    + "or export the network again.", e);
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
    }

    private static String op(String domain, String name) {
        return domain.isEmpty() || domain.equals("ai.onnx") ? name : domain + "." + name;
    }

    /**
     * Adds a node, or those of the function that it calls.
     *
     * @param names  inside a function, what its values are called outside
     * @param values inside a function, the attributes that it was called with
     */
    private void add(NodeProto node, String name, Map<String, String> names, Map<String, AttributeProto> values) {
        Map<String, AttributeProto> attributes = new LinkedHashMap<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            AttributeProto value = attribute.getRefAttrName().isEmpty() ? attribute
                    : values.get(attribute.getRefAttrName());
            if (value != null) {
                attributes.put(attribute.getName(), value);
            }
        }
        List<String> inputs = node.getInputList().stream().map(input -> names.getOrDefault(input, input)).toList();
        List<String> outputs = node.getOutputList().stream().map(output -> names.getOrDefault(output, output)).toList();
        FunctionProto function = functions.get(op(node.getDomain(), node.getOpType()));
        if (function == null) {
            nodes.add(new OnnxNode(op(node.getDomain(), node.getOpType()), name.isEmpty() ? outputs.get(0) : name,
                    inputs, outputs, attributes, tensors));
            return;
        }
        String scope = outputs.get(0) + "/";
        Map<String, String> inside = new HashMap<>();
        for (int i = 0; i < function.getInputCount(); i++) {
            inside.put(function.getInput(i), i < inputs.size() ? inputs.get(i) : "");
        }
        for (NodeProto inner : function.getNodeList()) {
            inner.getOutputList().forEach(output -> inside.put(output, scope + output));
        }
        for (int i = 0; i < outputs.size() && i < function.getOutputCount(); i++) {
            inside.put(function.getOutput(i), outputs.get(i));
        }
        for (NodeProto inner : function.getNodeList()) {
            add(inner, inner.getName().isEmpty() ? name : name + "/" + inner.getName(), inside, attributes);
        }
    }

    /** What wrote it, for a person: "pytorch 2.13.0". */
    public String producer() {
        String name = (model.getProducerName() + " " + model.getProducerVersion()).strip();
        return name.isEmpty() ? "an unnamed program" : name;
    }

    /** The steps, in the order in which they run. */
    public List<OnnxNode> nodes() {
        return nodes;
    }

    /** A constant of the file; empty where there is none of the name. */
    public Optional<Tensor> constant(String name) {
        return Optional.ofNullable(constants.get(name)).map(tensors::read);
    }

    /** What has to be given to the graph. */
    public List<Input> inputs() {
        GraphProto graph = model.getGraph();
        return graph.getInputList().stream().filter(input -> !constants.containsKey(input.getName()))
                .map(OnnxModel::input).toList();
    }

    private static Input input(ValueInfoProto input) {
        TypeProto.Tensor type = input.getType().getTensorType();
        int[] shape = type.getShape().getDimList().stream()
                .mapToInt(size -> size.getValueCase() == Dimension.ValueCase.DIM_VALUE && size.getDimValue() > 0
                        ? Math.toIntExact(size.getDimValue()) : -1)
                .toArray();
        return new Input(input.getName(), shape, type.getElemType() == TensorProto.DataType.UINT8_VALUE);
    }

    /** The names of what the graph gives. */
    public List<String> outputs() {
        return model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
    }

    /** What its writer noted beside the graph, by key. */
    public Map<String, String> metadata() {
        Map<String, String> notes = new LinkedHashMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            notes.put(entry.getKey(), entry.getValue());
        }
        return notes;
    }

    /**
     * What has to be given.
     *
     * @param shape with −1 for what is free
     * @param bytes whether it takes whole numbers from 0 to 255
     */
    public record Input(String name, int[] shape, boolean bytes) {}
}
