package fcn4j.cuda;

import java.util.Arrays;

/**
 * What {@link StubLibrariesTest} runs in a process of its own: one call of each kind through
 * JCuda's real natives to stand-ins for NVIDIA's libraries, which say what reached them.
 */
final class StubSession {
  private static final String PTX =
      """
      .version 7.8
      .visible .entry k(
        .param .u64 k_param_0,
        .param .u32 k_param_1,
        .param .f32 k_param_2,
        .param .u8 k_param_3
      )
      { ret; }
      """;

  private StubSession() {}

  public static void main(String[] arguments) {
    System.out.println(CudaReport.probe().text());
    try (Gpu gpu = Gpu.open(0);
        DeviceArena arena = gpu.arena("one", 12 << 20)) {
      copies(arena);
      kernels(gpu);
      products(gpu, arena);
      convolutions(gpu);
      poolings(gpu);
      refusals(gpu, arena);
    } catch (CudaUnavailableException unavailable) {
      System.out.println(unavailable.getMessage());
    }
  }

  private static void copies(DeviceArena arena) {
    float[] in = new float[(9 << 20) / 4];
    for (int i = 0; i < in.length; i++) {
      in[i] = i;
    }
    float[] out = new float[in.length];
    arena.copyIn(64, in);
    arena.copyOut(64, out);
    System.out.println("copied " + Arrays.equals(in, out));
  }

  private static void kernels(Gpu gpu) {
    Kernel kernel = gpu.load(PtxText.parse("m", PTX)).kernel("k");
    Launch launch = kernel.prepare().pointer(0, -5).int32(1, 7).float32(2, 1.5f).int8(3, (byte) -1);
    Grid grid = Grid.linear(1000, 256).withSharedBytes(64);
    Stream stream = gpu.computeStream();
    try (CapturedGraph graph =
        CapturedGraph.capture(gpu, stream, () -> launch.launch(stream, grid))) {
      graph.launch(stream);
    }
  }

  private static void products(Gpu gpu, DeviceArena arena) {
    Cublas cublas = gpu.cublas();
    cublas.mathMode(MathMode.TF32);
    cublas.workspace(arena.address(0, 256), 256);
    Cublas.Matrix a = new Cublas.Matrix(0x10, 4, 40);
    Cublas.Matrix b = new Cublas.Matrix(0x20, 5, 50);
    Cublas.Matrix c = new Cublas.Matrix(0x30, 6, 60);
    cublas.sgemm(false, true, 1, 2, 3, 0.5f, a, b, 2, c);
    cublas.sgemmBatch(false, true, 1, 2, 3, 0.5f, a, b, 2, c, 7);
    cublas.gemm(false, true, 1, 2, 3, 0.5f, a, b, DataType.BF16, 2, c, DataType.FLOAT32);
  }

  private static void convolutions(Gpu gpu) {
    Cudnn cudnn = gpu.cudnn();
    ConvolutionShape shape = new ConvolutionShape(1, 2, 3, 4, 5, 6, 7);
    try (TensorDescriptor image = cudnn.tensor(TensorLayout.NCHW, DataType.FLOAT32, 1, 2, 3, 4);
        FilterDescriptor weights = cudnn.filter(TensorLayout.NHWC, DataType.BF16, 5, 6, 7, 8);
        ConvolutionDescriptor convolution =
            cudnn.convolution(shape, MathMode.FMA, DataType.FLOAT32)) {
      CudnnConvolution passes = new CudnnConvolution(cudnn, image, weights, convolution, image);
      ConvolutionBuffers at = new ConvolutionBuffers(0x10, 0x20, 0x30, 0x40, 80);
      passes.forward(6, at, true);
      passes.backwardData(1, at, false);
      passes.backwardFilter(1, at, true);
      System.out.println(passes.algorithms().ranked(ConvolutionPass.FORWARD));
      refuse(() -> passes.forward(9, at, false));
    }
  }

  private static void poolings(Gpu gpu) {
    Cudnn cudnn = gpu.cudnn();
    PoolingShape shape = new PoolingShape(PoolingKind.MAX, 2, 3, 4, 5, 6, 7);
    try (TensorDescriptor tensor = cudnn.tensor(TensorLayout.NCHW, DataType.FLOAT32, 1, 2, 3, 4);
        PoolingDescriptor pooling = cudnn.pooling(shape);
        LrnDescriptor lrn = cudnn.lrn(5, 1e-4, 0.75, 2);
        ActivationDescriptor relu = cudnn.relu()) {
      new CudnnPooling(cudnn, pooling, tensor, tensor).backward(0x10, 0x20, 0x30, 0x40, true);
      new CudnnLrn(cudnn, lrn, tensor).backward(0x10, 0x20, 0x30, 0x40, false);
      System.out.println("relu " + (relu.handle() != null));
    }
  }

  private static void refusals(Gpu gpu, DeviceArena arena) {
    refuse(() -> gpu.load(PtxText.parse("bad", "BAD")));
    refuse(() -> gpu.arena("big", 1L << 40));
    refuse(() -> gpu.cublas().workspace(arena.address(0, 4), 4));
    refuse(() -> gpu.cudnn().tensor(TensorLayout.NHWC, DataType.BF16, -1, 2, 3, 4));
  }

  private static void refuse(Runnable call) {
    try {
      call.run();
      System.out.println("not refused");
    } catch (CudaException refused) {
      System.out.println(refused.getMessage() + " / supported " + !refused.isNotSupported());
    }
  }
}
