package espalier.explain;

import espalier.data.Batch;
import espalier.data.PictureSize;
import espalier.engine.Loss;
import espalier.network.LayerInfo;
import espalier.network.Network;

/**
 * Score-CAM (Wang et al. 2020, section 3.2): {@code w = softmax(y_k)} over the channels, with y_k the class's logit on
 * the picture times H_k, the channel's activation enlarged to the picture and scaled to 0…1. The paper takes the logit
 * of a baseline picture away from each, which the softmax undoes.
 */
final class ScoreCam extends ChannelCam {

    private static final float EPSILON = 1e-8f;

    /** Fewer of large pictures. */
    @Override
    int batch(Network network) {
        return network.description().inputSize().batch(BATCH);
    }

    @Override
    float[][] run(Seen seen, int from, int count) {
        Network network = seen.network();
        float[] picture = seen.picture();
        int batch = batch(network);
        float[] pixels = new float[batch * picture.length];
        for (int i = 0; i < count; i++) {
            float[] h = mask(seen.activation(), seen.layer(), from + i, network.description().inputSize());
            for (int p = 0; p < picture.length; p++) {
                pixels[i * picture.length + p] = picture[p] * h[p / 3];
            }
        }
        return network.infer(new Batch(batch, pixels, new int[batch]));
    }

    @Override
    float[] weights(float y, float[] logits) {
        return Loss.softmax(new float[][] {logits})[0];
    }

    /** H_k: a channel at the picture's size, 0 to 1. */
    private static float[] mask(float[] activation, LayerInfo layer, int channel, PictureSize size) {
        float[] values = new float[layer.height() * layer.width()];
        for (int p = 0; p < values.length; p++) {
            values[p] = activation[p * layer.channels() + channel];
        }
        float[] large = enlarged(values, layer.height(), layer.width(), size.height(), size.width());
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : large) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        for (int i = 0; i < large.length; i++) {
            large[i] = (large[i] - min) / (max - min + EPSILON);
        }
        return large;
    }

    /** Bilinear with the corners on the corners, as the method's usual implementation has it. */
    private static float[] enlarged(float[] values, int height, int width, int toHeight, int toWidth) {
        float[] result = new float[toHeight * toWidth];
        for (int row = 0; row < toHeight; row++) {
            float y = toHeight == 1 ? 0 : row * (height - 1f) / (toHeight - 1);
            int top = Math.min((int) y, height - 1);
            int bottom = Math.min(top + 1, height - 1);
            for (int column = 0; column < toWidth; column++) {
                float x = toWidth == 1 ? 0 : column * (width - 1f) / (toWidth - 1);
                int left = Math.min((int) x, width - 1);
                int right = Math.min(left + 1, width - 1);
                float upper = values[top * width + left] * (1 - x + left) + values[top * width + right] * (x - left);
                float lower = values[bottom * width + left] * (1 - x + left)
                        + values[bottom * width + right] * (x - left);
                result[row * toWidth + column] = upper * (1 - y + top) + lower * (y - top);
            }
        }
        return result;
    }
}
