package fcn4j.emulator.ptx;

import java.util.List;

/** A parsed PTX text. */
public record PtxModule(
    String version, String target, List<PtxVariable> variables, List<PtxKernel> kernels) {}
