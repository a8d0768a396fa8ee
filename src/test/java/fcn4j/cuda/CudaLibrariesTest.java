package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery in file systems made for the purpose. */
class CudaLibrariesTest {
  @TempDir Path root;
  private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(root.resolve("home/user"));
  }

  @Test
  void findsToolkitAndDriverInTheUsualFolders() throws IOException {
    Path driver = link("usr/lib/x86_64-linux-gnu/libcuda.so.1", "libcuda.so.550.54.15");
    Path cublas = link("usr/local/cuda-12.4/lib64/libcublas.so.12", "libcublas.so.12.4.5.8");
    file("usr/local/cuda-12.4/lib64/libcublasLt.so.12");
    Path cudnn = link("usr/lib/x86_64-linux-gnu/libcudnn.so.9", "libcudnn.so.9.1.0");
    CudaLibraries found = search(Map.of(), null, OptionalInt.of(12));
    assertThat(found.cudaMajor()).isEqualTo(12);
    assertThat(found.report(LibraryName.DRIVER))
        .isEqualTo(LibraryReport.found(LibraryName.DRIVER, driver, "550.54.15"));
    assertThat(found.report(LibraryName.CUBLAS))
        .isEqualTo(LibraryReport.found(LibraryName.CUBLAS, cublas, "12.4.5.8"));
    assertThat(found.report(LibraryName.CUDNN))
        .isEqualTo(LibraryReport.found(LibraryName.CUDNN, cudnn, "9.1.0"));
    assertThat(found.report(LibraryName.NVRTC).usable()).isFalse();
  }

  @Test
  void findsPythonWheelsOfAVirtualEnvironment() throws IOException {
    Path packages = root.resolve("venv/lib/python3.12/site-packages");
    file("venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublas.so.13");
    file("venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublasLt.so.13");
    file("venv/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9");
    Files.createDirectories(packages.resolve("nvidia_cublas-13.0.2.14.dist-info"));
    Files.createDirectories(packages.resolve("nvidia_cudnn_cu13-9.13.0.50.dist-info"));
    CudaLibraries found =
        search(Map.of("VIRTUAL_ENV", root.resolve("venv").toString()), null, OptionalInt.of(13));
    assertThat(found.cudaMajor()).isEqualTo(13);
    assertThat(found.report(LibraryName.CUBLAS).version()).isEqualTo("13.0.2.14");
    assertThat(found.report(LibraryName.CUBLAS_LT).version()).isEqualTo("13.0.2.14");
    assertThat(found.report(LibraryName.CUDNN).version()).isEqualTo("9.13.0.50");
    assertThat(found.report(LibraryName.CUDNN).path())
        .isEqualTo(packages.resolve("nvidia/cudnn/lib/libcudnn.so.9"));
  }

  @Test
  void followsThePythonOnThePathToItsPackages() throws IOException {
    Path python = file("opt/python/bin/python3.11");
    file("opt/python/lib/python3.11/site-packages/nvidia/cudnn/lib/libcudnn.so.9");
    Path bin = Files.createDirectories(root.resolve("shims"));
    Files.createSymbolicLink(bin.resolve("python3"), python);
    CudaLibraries found = search(Map.of("PATH", bin + ":/nowhere"), null, OptionalInt.empty());
    assertThat(found.report(LibraryName.CUDNN).usable()).isTrue();
  }

  @Test
  void findsPyenvAndCondaAndUserPackages() throws IOException {
    file(
        "home/user/.pyenv/versions/3.12.1/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9");
    file("opt/conda/lib/libcublas.so.12");
    file("opt/conda/conda-meta/history");
    file("home/user/.local/lib/python3.10/site-packages/nvidia/cublas/lib/libcublasLt.so.12");
    CudaLibraries found = search(Map.of(), null, OptionalInt.empty());
    assertThat(found.reports()).filteredOn(LibraryReport::usable).hasSize(3);
    assertThat(found.cudaMajor()).isEqualTo(12);
  }

  @Test
  void anExplicitPathComesFirst() throws IOException {
    file("usr/local/cuda/lib64/libcublas.so.12");
    Path chosen = file("mine/lib/libcublas.so.12");
    CudaLibraries found = search(Map.of(), root.resolve("mine").toString(), OptionalInt.of(12));
    assertThat(found.report(LibraryName.CUBLAS).path()).isEqualTo(chosen);
  }

  @Test
  void anExplicitPathMayBeAFolderOfPackages() throws IOException {
    Path chosen = file("packages/nvidia/cudnn/lib/libcudnn.so.9");
    CudaLibraries found =
        search(Map.of(), "/nowhere:" + root.resolve("packages"), OptionalInt.empty());
    assertThat(found.report(LibraryName.CUDNN).path()).isEqualTo(chosen);
  }

  @Test
  void theNewestToolkitWinsByNumberNotByName() throws IOException {
    file("usr/local/cuda-12.9/lib64/libcublas.so.12");
    Path newest = file("usr/local/cuda-12.10/lib64/libcublas.so.12");
    CudaLibraries found = search(Map.of(), null, OptionalInt.of(12));
    assertThat(found.report(LibraryName.CUBLAS).path()).isEqualTo(newest);
  }

  @Test
  void anOlderDriverGetsTheOlderLibraries() throws IOException {
    for (String major : List.of("12", "13")) {
      file("usr/lib/x86_64-linux-gnu/libcublas.so." + major);
      file("usr/lib/x86_64-linux-gnu/libcublasLt.so." + major);
    }
    assertThat(search(Map.of(), null, OptionalInt.of(12)).cudaMajor()).isEqualTo(12);
    assertThat(search(Map.of(), null, OptionalInt.of(13)).cudaMajor()).isEqualTo(13);
    assertThat(search(Map.of(), null, OptionalInt.of(14)).cudaMajor()).isEqualTo(13);
    assertThat(search(Map.of(), null, OptionalInt.empty()).cudaMajor()).isEqualTo(13);
  }

  @Test
  void halfOfCublasIsNotTakenWhereTheOtherVersionIsWhole() throws IOException {
    file("usr/lib/x86_64-linux-gnu/libcublas.so.13");
    file("usr/lib/x86_64-linux-gnu/libcublas.so.12");
    file("usr/lib/x86_64-linux-gnu/libcublasLt.so.12");
    assertThat(search(Map.of(), null, OptionalInt.of(13)).cudaMajor()).isEqualTo(12);
  }

  @Test
  void listsTheFoldersOfTheSystemsLoader() throws IOException {
    Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
    Files.writeString(root.resolve("etc/ld.so.conf.d/x.conf"), "# a comment\n/special/lib\n");
    Path chosen = file("special/lib/libcuda.so.1");
    CudaLibraries found = search(Map.of(), null, OptionalInt.empty());
    assertThat(found.report(LibraryName.DRIVER).path()).isEqualTo(chosen);
  }

  @Test
  void findsThePartsOfCudnnBesideIt() throws IOException {
    file("usr/lib64/libcudnn.so.9");
    Path ops = file("usr/lib64/libcudnn_ops.so.9");
    Path graph = file("usr/lib64/libcudnn_graph.so.9");
    file("usr/lib64/libcudnn_ops.so.8");
    assertThat(search(Map.of(), null, OptionalInt.empty()).cudnnParts())
        .containsExactly(graph, ops);
  }

  @Test
  void anEmptyHostMissesEverythingAndSaysWhatToDo() {
    CudaLibraries found = search(Map.of("LD_LIBRARY_PATH", ":"), null, OptionalInt.empty());
    assertThat(found.folders()).isEmpty();
    assertThat(found.cudnnParts()).isEmpty();
    assertThat(found.reports()).hasSize(LibraryName.values().length);
    assertThat(found.reports()).noneMatch(LibraryReport::usable);
    assertThat(found.report(LibraryName.CUDNN).text())
        .contains("MISSING", "libcudnn.so.9 was found in no folder searched", "pip")
        .contains("FCN4J_CUDA_PATH");
    assertThat(found.report(LibraryName.NVRTC).text())
        .contains("absent (optional)")
        .doesNotContain("->");
  }

  private CudaLibraries search(
      Map<String, String> environment, String explicit, OptionalInt newestMajor) {
    List<Path> folders = new LibraryFolders(root, environment, home.toString(), explicit).inOrder();
    assertThat(folders).allMatch(folder -> folder.startsWith(root));
    return new CudaLibraries(folders, newestMajor);
  }

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private Path link(String name, String target) throws IOException {
    Path file = file(name);
    Files.move(file, file.resolveSibling(target));
    return Files.createSymbolicLink(file, Path.of(target));
  }
}
