package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.testing.RealData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that Caffe wrote, against what a decoder in Python of a few lines reads from them: names,
 * extents, and the CRC-32 of each array's little-endian bytes.
 */
class RealCaffeFilesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V1_cifar10_full_iter_70000.caffemodel | 14 |"
            + " conv1.weight[32,3,5,5]=396a4ce7"
            + " conv1.bias[32]=bea3585d"
            + " conv2.weight[32,32,5,5]=6cc2880e"
            + " conv2.bias[32]=37979504"
            + " conv3.weight[64,32,5,5]=48814ea7"
            + " conv3.bias[64]=cf7cb8ea"
            + " ip1.weight[10,1024]=4ba39acc"
            + " ip1.bias[10]=722a589e",
        "V1_lenet_iter_10000.caffemodel | 9 |"
            + " conv1.weight[20,1,5,5]=df838479"
            + " conv1.bias[20]=c52a1e7a"
            + " conv2.weight[50,20,5,5]=7b1ada38"
            + " conv2.bias[50]=0439223c"
            + " ip1.weight[500,800]=287ba940"
            + " ip1.bias[500]=678257dd"
            + " ip2.weight[10,500]=38ee3ff9"
            + " ip2.bias[10]=0f435ef3",
        "V2_cifar10_quick_iter_5000.caffemodel | 13 |"
            + " conv1.weight[32,3,5,5]=f4828b44"
            + " conv1.bias[32]=6f91e69f"
            + " conv2.weight[32,32,5,5]=7c9d047b"
            + " conv2.bias[32]=ffdf5524"
            + " conv3.weight[64,32,5,5]=826efd9b"
            + " conv3.bias[64]=a7bc2c75"
            + " ip1.weight[64,1024]=057caeba"
            + " ip1.bias[64]=cffbe906"
            + " ip2.weight[10,64]=eaad525d"
            + " ip2.bias[10]=d0920c48",
        "V2_lenet_iter_10000.caffemodel | 9 |"
            + " conv1.weight[20,1,5,5]=6d248c3b"
            + " conv1.bias[20]=910a55b2"
            + " conv2.weight[50,20,5,5]=ea627919"
            + " conv2.bias[50]=dc38fff7"
            + " ip1.weight[500,800]=4f8f9bf0"
            + " ip1.bias[500]=b3f709a0"
            + " ip2.weight[10,500]=f313138f"
            + " ip2.bias[10]=baaeda0c",
        "V2_mtcnn_det1.caffemodel | 18 |"
            + " conv1.weight[10,3,3,3]=a92f2233"
            + " conv1.bias[10]=0f5d67c8"
            + " PReLU1.weight[10]=69e7554f"
            + " conv2.weight[16,10,3,3]=f7941f89"
            + " conv2.bias[16]=b1e7d8f2"
            + " PReLU2.weight[16]=ec066543"
            + " conv3.weight[32,16,3,3]=574f73f7"
            + " conv3.bias[32]=c2ce610e"
            + " PReLU3.weight[32]=d716cca5"
            + " conv4-1.weight[2,32,1,1]=3e1f4dce"
            + " conv4-1.bias[2]=7b6b63b4"
            + " conv4-2.weight[4,32,1,1]=098539d3"
            + " conv4-2.bias[4]=b82b02df",
        "V1_cifar10_full_iter_70000.solverstate | 0 |"
            + " history/0[32,3,5,5]=26073a21"
            + " history/1[1,1,1,32]=1072f950"
            + " history/2[32,32,5,5]=4c77f8e1"
            + " history/3[1,1,1,32]=6371c12c"
            + " history/4[64,32,5,5]=23a70dff"
            + " history/5[1,1,1,64]=f6c51d83"
            + " history/6[1,1,10,1024]=3f14e1c4"
            + " history/7[1,1,1,10]=73cf8bb9",
        "cifar10_mean.binaryproto | 0 |" + " mean[1,3,32,32]=3bd33f4a",
        "imagenet_mean.binaryproto | 0 |" + " mean[1,3,256,256]=cd2a3bf9"
      })
  void everyArrayIsAsCaffeWroteIt(String name, int layers, String arrays) {
    Path path = RealData.require("caffemodels/" + name);
    try (CaffeFile file = CaffeFile.open(path)) {
      assertThat(file.layers()).hasSize(layers);
      List<String> seen =
          file.entries().stream()
              .map(entry ->
                  "%s=%s"
                      .formatted(entry.toString().replace(" ", ""), crc(file.read(entry.name()))))
              .toList();
      assertThat(seen).containsExactly(arrays.strip().split(" "));
    }
  }

  @Test
  void aSolverStateTellsWhereItStood() {
    Path path = RealData.require("caffemodels/V1_cifar10_full_iter_70000.solverstate");
    try (CaffeFile file = CaffeFile.open(path)) {
      assertThat(file.format()).isEqualTo(WeightFormat.SOLVERSTATE);
      assertThat(file.metadata())
          .containsEntry(CaffeMetadata.ITERATION, "70000")
          .containsEntry(
              CaffeMetadata.LEARNED_NET, "examples/cifar10/cifar10_full_lr2_iter_70000.caffemodel");
    }
  }

  @Test
  void googLeNetIsWhole() {
    Path path = RealData.require("weights/bvlc_googlenet.caffemodel");
    try (CaffeFile file = CaffeFile.open(path)) {
      assertThat(file.layers()).hasSize(58);
      assertThat(file.entries()).hasSize(116);
      assertThat(file.entries().stream().mapToLong(WeightEntry::count).sum()).isEqualTo(6_998_552L);
      assertThat(crc(file.read("conv1/7x7_s2.weight"))).isEqualTo("0cfca5a0");
      assertThat(file.metadata())
          .containsEntry("caffe.type.loss3/classifier", "InnerProduct")
          .containsEntry("caffe.net", "GoogleNet");
    }
  }

  private static String crc(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return "%08x".formatted(crc.getValue());
  }
}
