package fcn4j.emulator.library;

import fcn4j.emulator.device.StreamQueue;

/** A cuBLAS handle: its stream, and whether scalars are in host or device memory. */
final class CublasHandle {
  private StreamQueue stream;
  private boolean devicePointers;
  private int mathMode;

  CublasHandle(StreamQueue stream) {
    this.stream = stream;
  }

  StreamQueue stream() {
    return stream;
  }

  void setStream(StreamQueue newStream) {
    stream = newStream;
  }

  boolean devicePointers() {
    return devicePointers;
  }

  void setDevicePointers(boolean device) {
    devicePointers = device;
  }

  int mathMode() {
    return mathMode;
  }

  void setMathMode(int mode) {
    mathMode = mode;
  }
}
