package fcn4j.emulator.library;

import fcn4j.emulator.device.StreamQueue;

/** A cuDNN handle: the stream that its work goes to. */
final class CudnnHandle {
  private StreamQueue stream;

  CudnnHandle(StreamQueue stream) {
    this.stream = stream;
  }

  StreamQueue stream() {
    return stream;
  }

  void setStream(StreamQueue newStream) {
    stream = newStream;
  }
}
