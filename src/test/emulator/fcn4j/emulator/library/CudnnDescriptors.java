package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.device.StreamQueue;
import fcn4j.emulator.driver.DriverStreams;
import jcuda.NativePointerObject;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;
import org.jspecify.annotations.Nullable;

/** Handles and descriptors of cuDNN. */
public final class CudnnDescriptors {
  private CudnnDescriptors() {}

  public static int createHandle(EmulatedDevice device, cudnnHandle handle) {
    CudnnHandle made = new CudnnHandle(device.defaultStream());
    Pointers.set(handle, device.handles().add("cudnnHandle", made));
    return CudnnStatus.SUCCESS;
  }

  public static int destroyHandle(EmulatedDevice device, cudnnHandle handle) {
    return device.handles().remove(Pointers.address(handle), CudnnHandle.class) == null
        ? CudnnStatus.NOT_INITIALIZED
        : CudnnStatus.SUCCESS;
  }

  static @Nullable CudnnHandle handle(EmulatedDevice device, cudnnHandle handle) {
    return device.handles().find(Pointers.address(handle), CudnnHandle.class);
  }

  public static int setStream(EmulatedDevice device, cudnnHandle handle, cudaStream_t stream) {
    CudnnHandle found = handle(device, handle);
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (found == null || queue == null) {
      return CudnnStatus.BAD_PARAM;
    }
    found.setStream(queue);
    return CudnnStatus.SUCCESS;
  }

  /** Makes an empty descriptor. */
  public static int create(EmulatedDevice device, NativePointerObject descriptor) {
    String kind = descriptor.getClass().getSimpleName();
    Pointers.set(descriptor, device.handles().add(kind, new Descriptor()));
    return CudnnStatus.SUCCESS;
  }

  public static int destroy(EmulatedDevice device, NativePointerObject descriptor) {
    return device.handles().remove(Pointers.address(descriptor), Descriptor.class) == null
        ? CudnnStatus.BAD_PARAM
        : CudnnStatus.SUCCESS;
  }

  /** The value of a descriptor, or null where it is unknown or unset. */
  static <T> @Nullable T value(
      EmulatedDevice device, NativePointerObject descriptor, Class<T> type) {
    Descriptor found = device.handles().find(Pointers.address(descriptor), Descriptor.class);
    return found == null ? null : found.get(type);
  }

  static @Nullable Layout layout(EmulatedDevice device, NativePointerObject descriptor) {
    return value(device, descriptor, Layout.class);
  }

  private static int set(
      EmulatedDevice device, NativePointerObject descriptor, boolean valid, Object value) {
    Descriptor found = device.handles().find(Pointers.address(descriptor), Descriptor.class);
    if (found == null || !valid) {
      return CudnnStatus.BAD_PARAM;
    }
    found.set(value);
    return CudnnStatus.SUCCESS;
  }

  private static int setLayout(
      EmulatedDevice device, NativePointerObject descriptor, Layout layout) {
    if (!layout.known()) {
      return CudnnStatus.NOT_SUPPORTED;
    }
    boolean positive = layout.n() > 0 && layout.c() > 0 && layout.h() > 0 && layout.w() > 0;
    boolean strided =
        layout.strideN() > 0
            && layout.strideC() > 0
            && layout.strideH() > 0
            && layout.strideW() > 0;
    return set(device, descriptor, positive && strided, layout);
  }

  /** Sets a tensor or a filter without gaps. */
  public static int setPacked(
      EmulatedDevice device,
      NativePointerObject descriptor,
      int format,
      int type,
      int n,
      int c,
      int h,
      int w) {
    return format == 0 || format == Layout.NHWC
        ? setLayout(device, descriptor, Layout.packed(format, type, n, c, h, w))
        : CudnnStatus.NOT_SUPPORTED;
  }

  /** Sets a tensor by strides; fewer than four dimensions are not supported. */
  public static int setStrided(
      EmulatedDevice device,
      NativePointerObject descriptor,
      int type,
      int[] extents,
      int[] strides) {
    if (extents.length < 4 || strides.length < 4) {
      return CudnnStatus.NOT_SUPPORTED;
    }
    return setLayout(
        device,
        descriptor,
        new Layout(
            type,
            extents[0],
            extents[1],
            extents[2],
            extents[3],
            strides[0],
            strides[1],
            strides[2],
            strides[3]));
  }

  public static int sizeInBytes(
      EmulatedDevice device, NativePointerObject descriptor, long[] bytes) {
    Layout layout = layout(device, descriptor);
    if (layout == null) {
      return CudnnStatus.BAD_PARAM;
    }
    bytes[0] = layout.bytes();
    return CudnnStatus.SUCCESS;
  }

  /** Sets pads, strides and dilations (each height, width), the mode and the type of the sums. */
  public static int setConvolution(
      EmulatedDevice device,
      NativePointerObject descriptor,
      int[] padsStridesDilations,
      int mode,
      int computeType) {
    int[] p = padsStridesDilations;
    ConvolutionState state =
        new ConvolutionState(p[0], p[1], p[2], p[3], p[4], p[5], mode, computeType, 1, 0);
    return computeType == Layout.FLOAT
        ? set(device, descriptor, state.valid(), state)
        : CudnnStatus.NOT_SUPPORTED;
  }

  public static int setGroups(EmulatedDevice device, NativePointerObject descriptor, int groups) {
    ConvolutionState state = value(device, descriptor, ConvolutionState.class);
    return state == null
        ? CudnnStatus.BAD_PARAM
        : set(device, descriptor, groups > 0, state.withGroups(groups));
  }

  public static int setMathType(EmulatedDevice device, NativePointerObject descriptor, int type) {
    ConvolutionState state = value(device, descriptor, ConvolutionState.class);
    return state == null
        ? CudnnStatus.BAD_PARAM
        : set(device, descriptor, type >= 0 && type <= 3, state.withMathType(type));
  }

  /** Sets mode, window, pads and strides, in cuDNN's order. */
  public static int setPooling(
      EmulatedDevice device, NativePointerObject descriptor, int mode, int... values) {
    PoolingState state =
        new PoolingState(mode, values[0], values[1], values[2], values[3], values[4], values[5]);
    return set(device, descriptor, state.valid(), state);
  }

  public static int setActivation(
      EmulatedDevice device, NativePointerObject descriptor, int mode, double coefficient) {
    Activation activation = new Activation(mode, coefficient);
    return set(device, descriptor, activation.valid(), activation);
  }

  public static int setNorm(
      EmulatedDevice device,
      NativePointerObject descriptor,
      int size,
      double alpha,
      double beta,
      double k) {
    ChannelNorm norm = new ChannelNorm(size, alpha, beta, k);
    return set(device, descriptor, norm.valid(), norm);
  }

  public static int poolingExtents(
      EmulatedDevice device,
      NativePointerObject pooling,
      NativePointerObject image,
      int[][] extents) {
    PoolingState state = value(device, pooling, PoolingState.class);
    Layout layout = layout(device, image);
    if (state == null || layout == null) {
      return CudnnStatus.BAD_PARAM;
    }
    extents[0][0] = layout.n();
    extents[1][0] = layout.c();
    extents[2][0] = state.outH(layout.h());
    extents[3][0] = state.outW(layout.w());
    return CudnnStatus.SUCCESS;
  }

  public static int convolutionExtents(
      EmulatedDevice device,
      NativePointerObject convolution,
      NativePointerObject image,
      NativePointerObject filter,
      int[][] extents) {
    ConvolutionShape shape = shape(device, image, filter, convolution);
    if (shape == null) {
      return CudnnStatus.BAD_PARAM;
    }
    extents[0][0] = shape.n();
    extents[1][0] = shape.k();
    extents[2][0] = shape.outH();
    extents[3][0] = shape.outW();
    return CudnnStatus.SUCCESS;
  }

  /** The convolution that three descriptors describe, or null where they do not fit. */
  static @Nullable ConvolutionShape shape(
      EmulatedDevice device,
      NativePointerObject image,
      NativePointerObject filter,
      NativePointerObject convolution) {
    ConvolutionState state = value(device, convolution, ConvolutionState.class);
    Layout imageLayout = layout(device, image);
    Layout filterLayout = layout(device, filter);
    return state == null || imageLayout == null || filterLayout == null
        ? null
        : state.shape(imageLayout, filterLayout);
  }
}
