package espalier.network.imports;

/** The order in which a network was taught to read the colours of a pixel. */
public enum ChannelOrder {
    /** Red, green, blue: what most networks read. */
    RGB,
    /** Blue, green, red: networks that come from Caffe or OpenCV. */
    BGR
}
