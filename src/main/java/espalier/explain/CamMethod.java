package espalier.explain;

import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The methods for class activation maps. A is a layer's activation {@code [positions, channels]}, G the gradient of the
 * class's logit by it, of the same shape, both for one picture; k counts channels, p positions. Each gives the raw map
 * {@code [positions]}; its positive part is what is shown.
 */
public enum CamMethod {

    /** {@code Σ_k mean_p(G_pk) · A_pk} (Selvaraju et al. 2017, "Grad-CAM", equations 1 and 2). */
    GRAD_CAM("Grad-CAM", "Weighs each channel by how much the class's score rises with it on the whole.",
            "Σₖ mean(Gₖ) · Aₖ", "Selvaraju et al. 2017", Formulas::gradCam),

    /**
     * {@code Σ_k w_k · A_pk} with {@code w_k = Σ_p α_pk · max(0, G_pk)} and {@code α = G² / (2 G² + Σ_p(A) · G³)}
     * (Chattopadhay et al. 2018, "Grad-CAM++", equations 10 and 19, with the powers of the gradient for the higher
     * derivatives).
     */
    GRAD_CAM_PLUS_PLUS("Grad-CAM++",
            "Like Grad-CAM, but places that raise the score count more, so several objects are found.",
            "Σₖ (Σ α · max(0, Gₖ)) · Aₖ, α = G² / (2G² + ΣA · G³)", "Chattopadhay et al. 2018",
            Formulas::gradCamPlusPlus),

    /** {@code Σ_k G_pk · A_pk} (Draelos and Carin 2020, "Use HiResCAM instead of Grad-CAM", equation 4). */
    HI_RES_CAM("HiResCAM",
            "Multiplies gradient and activation place by place, so it shows only places that the score depends on.",
            "Σₖ Gₖ · Aₖ", "Draelos and Carin 2020", Formulas::hiResCam),

    /** {@code Σ_k max(0, G_pk) · A_pk} (Jiang et al. 2021, "LayerCAM", equations 5 to 7). */
    LAYER_CAM("LayerCAM",
            "Counts only places whose activation raises the score; useful in early layers, where detail is fine.",
            "Σₖ max(0, Gₖ) · Aₖ", "Jiang et al. 2021", Formulas::layerCam),

    /**
     * {@code Σ_k w_k · A_pk} with {@code w_k = Σ_p G_pk A_pk / Σ_p A_pk} (Fu et al. 2020, "Axiom-based Grad-CAM",
     * equation 8).
     */
    X_GRAD_CAM("XGrad-CAM",
            "Like Grad-CAM, but a channel's weight is the mean of its gradient where the channel is active.",
            "Σₖ (Σ Gₖ·Aₖ / Σ Aₖ) · Aₖ", "Fu et al. 2020", Formulas::xGradCam),

    /**
     * The activations, centred by channel, along their first principal direction (Muhammad and Yeasin 2020,
     * "Eigen-CAM", section III). The sign of a direction is arbitrary: it is chosen with which the map rises with the
     * sum of all channels.
     */
    EIGEN_CAM("Eigen-CAM",
            "The strongest pattern in the layer's activations; asks for no class, so it is the same for all of them.",
            "(A − mean A) · v₁, v₁ the first right singular vector", "Muhammad and Yeasin 2020", Formulas::eigenCam),

    /** {@link #EIGEN_CAM} of {@code G · A} (Gildenblat and contributors 2021, pytorch-grad-cam). */
    EIGEN_GRAD_CAM("Eigen-Grad-CAM",
            "The strongest pattern in gradient times activation: Eigen-CAM that asks for the class.",
            "(G·A − mean) · v₁", "Gildenblat et al. 2021, from Eigen-CAM", Formulas::eigenGradCam),

    /** {@link ScoreCam} (Wang et al. 2020, "Score-CAM", section 3.2). */
    SCORE_CAM("Score-CAM",
            "Shows the network the picture through each channel in turn, and weighs channels by the score they leave. Slow.",
            "Σₖ softmax(y(picture · Aₖ scaled))ₖ · Aₖ", "Wang et al. 2020", new ScoreCam()),

    /** {@link AblationCam} (Desai and Ramaswamy 2020, "Ablation-CAM", equations 3 and 4). */
    ABLATION_CAM("Ablation-CAM",
            "Sets each channel to zero in turn, and weighs channels by how much the score falls. Slow.",
            "Σₖ (y − y without k) / y · Aₖ", "Desai and Ramaswamy 2020", new AblationCam());

    /** A method's formula for one picture: the raw map {@code [positions]} of A and ∂y/∂A. */
    private interface Formula {

        INDArray map(INDArray activation, INDArray gradient);
    }

    private final String title;
    private final String summary;
    private final String formula;
    private final String source;
    private final boolean needsGradient;
    /** Of the methods that one pass is enough for; null for others. */
    private final Formula map;
    /** Of the methods that run the network for each channel; null for others. */
    private final ChannelCam channels;

    CamMethod(String title, String summary, String formula, String source, BinaryOperator<INDArray> map) {
        this(title, summary, formula, source, true, map::apply, null);
    }

    CamMethod(String title, String summary, String formula, String source, UnaryOperator<INDArray> map) {
        this(title, summary, formula, source, false, (activation, gradient) -> map.apply(activation), null);
    }

    CamMethod(String title, String summary, String formula, String source, ChannelCam channels) {
        this(title, summary, formula, source, false, null, channels);
    }

    CamMethod(String title, String summary, String formula, String source, boolean needsGradient, Formula map,
            ChannelCam channels) {
        this.title = title;
        this.summary = summary;
        this.formula = formula;
        this.source = source;
        this.needsGradient = needsGradient;
        this.map = map;
        this.channels = channels;
    }

    /** Its name in commands and files: {@code grad-cam}. */
    public String key() {
        return title.toLowerCase(Locale.ROOT);
    }

    /** Its name for a person. */
    public String title() {
        return title;
    }

    /** What it does, in one plain sentence. */
    public String summary() {
        return summary;
    }

    /** The formula in one line: A is the activation, G the gradient of the class's score by it, k a channel. */
    public String formula() {
        return formula;
    }

    /** Who described it, and when. */
    public String source() {
        return source;
    }

    /** Whether a backward pass is run for it. */
    public boolean needsGradient() {
        return needsGradient;
    }

    /**
     * Whether the network is run once for each of the layer's channels: seconds for a picture, where the others take
     * milliseconds.
     */
    public boolean isSlow() {
        return channels != null;
    }

    /** The maker of maps of a method that {@link #isSlow}. */
    ChannelCam channelCam() {
        return channels;
    }

    /**
     * The raw map of one picture, of a method that is not {@link #isSlow}.
     *
     * @param activation {@code [positions, channels]}; not changed
     * @param gradient   the same shape; null for a method that {@link #needsGradient needs} none
     * @return {@code [positions]}
     */
    INDArray map(INDArray activation, INDArray gradient) {
        return map.map(activation, gradient);
    }
}
