package espalier.engine;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A kernel {@code [filters, in, height, width]} of odd height and width convolved with itself, as if its filters were
 * pictures: {@code P[f, y, x, g]} is what filter g gives at (y, x) of filter f, with zeros around it. Turned by half a
 * circle, g's row for f is f's for g.
 */
public final class SelfConvolution {

    private final INDArray kernel;
    private final int channels;
    private final int area;
    private final Kernel weights;
    /** Held because native code reads what it holds. */
    private final Buffers buffers = new Buffers();
    private final INDArray pictures;
    private final INDArray product;
    private final INDArray byPictures;
    private final Operation convolution;
    private final Runnable backward;

    /** @param kernel in one piece; read anew at each call */
    public SelfConvolution(INDArray kernel) {
        this.kernel = kernel;
        int height = (int) kernel.size(2);
        int width = (int) kernel.size(3);
        channels = (int) kernel.size(1);
        area = height * width;
        weights = new Kernel(kernel, null, 1);
        pictures = buffers.take(kernel.size(0), height, width, kernel.size(1));
        product = buffers.take(kernel.size(0), height, width, kernel.size(0));
        byPictures = buffers.take(pictures.shape());
        convolution = Backend.operations().convolution(
                new Operations.Convolution(weights, ConvolutionGeometry.centred(height, width), Optional.empty()),
                pictures, product, Mode.PROBE, buffers);
        backward = convolution.backward(product, new INDArray[] {byPictures}, buffers);
    }

    /** {@code [filters · height · width · filters]}. */
    public float[] product() {
        Values.floats(pictures).put(reordered(Values.of(kernel), channels, area));
        weights.parametersChanged();
        convolution.forward();
        return Values.of(product);
    }

    /**
     * The gradient by the kernel of a scalar, from that by the product. The kernel is picture and kernel at once; where
     * the scalar treats f with g as g with f, both parts are equal, and only one is computed.
     *
     * @param byProduct with the product's own symmetry
     * @return in the kernel's own order
     */
    public float[] gradient(float[] byProduct) {
        Values.floats(product).put(byProduct);
        backward.run();
        float[] gradient = reordered(Values.of(byPictures), area, channels);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= 2;
        }
        return gradient;
    }

    /** From {@code [filters, rows, columns]} to {@code [filters, columns, rows]}. */
    private static float[] reordered(float[] from, int rows, int columns) {
        float[] to = new float[from.length];
        for (int start = 0; start < from.length; start += rows * columns) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    to[start + column * rows + row] = from[start + row * columns + column];
                }
            }
        }
        return to;
    }
}
