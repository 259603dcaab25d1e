package espalier.explain;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.PictureSize;
import espalier.engine.Loss;
import espalier.network.LayerInfo;
import espalier.network.Network;

/**
 * Score-CAM's weights (Wang et al. 2020, section 3.2): each channel is enlarged to the picture, scaled to 0…1 and
 * multiplied with the picture; the class's logits of these pictures, by softmax over the channels, are the weights. The
 * paper takes the logit of a baseline picture away from each, which the softmax undoes.
 */
final class ScoreCam implements ChannelWeights {

    private static final float EPSILON = 1e-8f;
    /** So many pictures at once, and fewer of large ones. */
    private static final int BATCH = 32;

    @Override
    public float[] of(Network network, LayerInfo layer, float[] picture, float[] activation, int label, float logit,
            Progress progress) {
        PictureSize size = network.description().inputSize();
        int batch = size.batch(BATCH);
        float[] scores = new float[layer.channels()];
        for (int from = 0; from < scores.length; from += batch) {
            progress.checkpoint();
            int count = Math.min(batch, scores.length - from);
            float[] pixels = new float[batch * picture.length];
            for (int i = 0; i < count; i++) {
                float[] mask = mask(activation, layer, from + i, size);
                for (int p = 0; p < picture.length; p++) {
                    pixels[i * picture.length + p] = picture[p] * mask[p / 3];
                }
            }
            float[][] logits = network.infer(new Batch(batch, pixels, new int[batch]));
            for (int i = 0; i < count; i++) {
                scores[from + i] = logits[i][label];
            }
            progress.update((from + count) / (double) scores.length,
                    "Score-CAM: channel " + (from + count) + " of " + scores.length + " of " + layer.name());
        }
        return Loss.softmax(new float[][] {scores})[0];
    }

    /** A channel at the picture's size, 0 to 1. */
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
