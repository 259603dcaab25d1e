package espalier.network;

/** What a layer does, as far as pruning and drawing need to know. */
public enum LayerKind {
    /** The picture. */
    INPUT,
    /** A convolution in which every filter sees all channels, or all of its group. */
    CONVOLUTION,
    /** A convolution in which every filter sees one channel. */
    DEPTHWISE_CONVOLUTION,
    /** A fully connected layer. */
    DENSE,
    /** The last, fully connected layer: a logit for each class. */
    OUTPUT,
    /** Batch norm. */
    BATCH_NORM,
    /** An activation function alone. */
    ACTIVATION,
    /** Max or average pooling over windows. */
    POOLING,
    /** Pooling over the whole map. */
    GLOBAL_POOLING,
    /** Padding, cropping or enlarging of maps, each channel by itself. */
    RESIZING,
    /** Dropout. */
    DROPOUT,
    /** The sum of several layers: a residual connection. */
    ADD,
    /** The product of several layers, channel by channel: a gate. One of them may have one number for each map. */
    MULTIPLY,
    /** Several layers made one otherwise, channel by channel: their mean, difference or maximum. */
    COMBINE,
    /** A residual shortcut without parameters: skips pixels, and adds channels of zeros. */
    SHORTCUT,
    /** Several layers side by side in their channels. */
    CONCATENATE,
    /** Anything else: it runs, but filters whose output it reads are not pruned. */
    OTHER
}
