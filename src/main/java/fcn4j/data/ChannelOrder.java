package fcn4j.data;

/** Which colour comes first in a network's input. */
public enum ChannelOrder {
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red: Caffe's, and so the reference's. */
  BGR;

  /** Position in an RGB pixel of the network's channel. */
  int source(int channel) {
    return this == RGB ? channel : 2 - channel;
  }
}
