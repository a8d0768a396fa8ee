package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-ins have methods of JCuda's own classes only, with the same signatures. */
class StandInSignaturesTest {
  private static final Set<Class<?>> STAND_INS =
      Set.of(JCudaDriver.class, JCudnn.class, JCublas2.class);

  @ParameterizedTest
  @ValueSource(classes = {JCudaDriver.class, JCudnn.class, JCublas2.class})
  void everyPublicMethodIsOneOfTheRealClass(Class<?> standIn) throws Exception {
    Set<String> real = new TreeSet<>();
    for (Method method : realClass(standIn).getDeclaredMethods()) {
      real.add(signature(method));
    }
    List<String> ours =
        Arrays.stream(standIn.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(StandInSignaturesTest::signature)
            .toList();
    assertThat(ours).hasSizeGreaterThan(20);
    assertThat(real).containsAll(ours);
  }

  /** Production code recognises the stand-ins by this: the real classes have native methods. */
  @ParameterizedTest
  @ValueSource(classes = {JCudaDriver.class, JCudnn.class, JCublas2.class})
  void theStandInsHaveNoNativeMethods(Class<?> standIn) throws Exception {
    assertThat(standIn.getDeclaredMethods())
        .noneMatch(method -> Modifier.isNative(method.getModifiers()));
    assertThat(realClass(standIn).getDeclaredMethods())
        .anyMatch(method -> Modifier.isNative(method.getModifiers()));
  }

  @Test
  @Tag("build")
  void everythingElseOfJcudaIsReal() {
    for (Class<?> type : List.of(Pointer.class, CUdeviceptr.class, cudnnHandle.class)) {
      assertThat(type.getProtectionDomain().getCodeSource().getLocation().getPath())
          .contains("org/jcuda/");
    }
  }

  /** The class from JCuda's jar, not initialised, so that nothing native is loaded. */
  private static Class<?> realClass(Class<?> standIn) throws Exception {
    List<URL> jars = new ArrayList<>();
    for (Class<?> type : List.of(Pointer.class, cudnnHandle.class, cublasHandle.class)) {
      jars.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    assertThat(STAND_INS).contains(standIn);
    URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), null);
    return Class.forName(standIn.getName(), false, loader);
  }

  private static String signature(Method method) {
    String parameters =
        Stream.of(method.getParameterTypes())
            .map(Class::getTypeName)
            .collect(Collectors.joining(", "));
    String kind = Modifier.isStatic(method.getModifiers()) ? "static " : "";
    return kind
        + method.getReturnType().getTypeName()
        + " "
        + method.getName()
        + "("
        + parameters
        + ")";
  }
}
