package fcn4j.gpu;

import fcn4j.cuda.ConvolutionDescriptor;
import fcn4j.cuda.ConvolutionShape;
import fcn4j.cuda.Cudnn;
import fcn4j.cuda.DataType;
import fcn4j.cuda.FilterDescriptor;
import fcn4j.cuda.TensorDescriptor;
import fcn4j.cuda.TensorLayout;
import fcn4j.op.Conv2d;
import fcn4j.tensor.Shape;

/** cuDNN descriptors of this backend's tensors: float32, n, c, h, w. The caller owns them. */
final class Descriptors {
  private Descriptors() {}

  static TensorDescriptor tensor(Cudnn cudnn, Shape shape) {
    return cudnn.tensor(
        TensorLayout.NCHW, DataType.FLOAT32, shape.n(), shape.c(), shape.h(), shape.w());
  }

  static FilterDescriptor weights(Cudnn cudnn, Conv2d conv) {
    return cudnn.filter(
        TensorLayout.NCHW,
        DataType.FLOAT32,
        conv.outChannels(),
        conv.inChannels() / conv.groups(),
        conv.kernel().h(),
        conv.kernel().w());
  }

  static ConvolutionDescriptor convolution(Cudnn cudnn, Conv2d conv, Precision precision) {
    return cudnn.convolution(
        new ConvolutionShape(
            conv.pad().h(),
            conv.pad().w(),
            conv.stride().h(),
            conv.stride().w(),
            conv.dilation().h(),
            conv.dilation().w(),
            conv.groups()),
        precision.mathMode(),
        DataType.FLOAT32);
  }
}
