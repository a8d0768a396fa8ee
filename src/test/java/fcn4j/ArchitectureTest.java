package fcn4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import fcn4j.tensor.Shape;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the packages of the design apart: who may import whom, and where the outside may be seen.
 */
@Tag("build")
class ArchitectureTest {
  /** Package to the packages it may use besides itself; a package that is missing here fails. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("tensor", Set.of()),
          Map.entry("op", Set.of("tensor")),
          Map.entry("reference", Set.of("op", "tensor")),
          Map.entry("onednn", Set.of("op", "tensor")),
          Map.entry("cuda", Set.of()),
          Map.entry("gpu", Set.of("cuda", "op", "tensor")),
          Map.entry("graph", Set.of("op", "tensor")),
          Map.entry("profile", Set.of("graph", "op", "tensor")),
          Map.entry("weights", Set.of("tensor")),
          Map.entry("data", Set.of("tensor")),
          Map.entry("net", Set.of("graph", "op", "tensor", "weights")),
          Map.entry("train", Set.of("net", "graph", "op", "tensor", "weights", "data")),
          Map.entry("report", Set.of("net", "graph", "op", "tensor", "weights", "data")));

  /** The composition root, which may use every other package. */
  private static final String ROOT = "cli";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importUrl(Shape.class.getProtectionDomain().getCodeSource().getLocation());

  static Set<String> layers() {
    return new TreeSet<>(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerUsesOnlyTheLayersBelowIt(String layer) {
    List<String> allowed = new ArrayList<>(List.of("fcn4j." + layer + ".."));
    MAY_USE.get(layer).forEach(lower -> allowed.add("fcn4j." + lower + ".."));
    classes()
        .that(resideInAPackage("fcn4j." + layer + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("fcn4j..")
                .or(resideInAnyPackage(allowed.toArray(String[]::new))))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void everyClassIsInAKnownPackage() {
    List<String> known = new ArrayList<>(List.of("fcn4j." + ROOT + ".."));
    MAY_USE.keySet().forEach(layer -> known.add("fcn4j." + layer + ".."));
    classes().should().resideInAnyPackage(known.toArray(String[]::new)).check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("fcn4j.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void jcudaIsSeenOnlyByCudaAndGpu() {
    onlyFrom("jcuda..", "fcn4j.cuda..", "fcn4j.gpu..");
  }

  @Test
  void picocliAndProgressAreSeenOnlyByTheCommandLine() {
    onlyFrom("picocli..", "fcn4j.cli..");
    onlyFrom("me.tongfei..", "fcn4j.cli..");
  }

  /** No files below weights and data; cuda looks for the device libraries and is not below them. */
  @Test
  void coreAndBackendsTouchNoFiles() {
    noClasses()
        .that(
            resideInAnyPackage(
                "fcn4j.tensor..",
                "fcn4j.op..",
                "fcn4j.graph..",
                "fcn4j.reference..",
                "fcn4j.onednn..",
                "fcn4j.gpu.."))
        .should()
        .dependOnClassesThat(resideInAPackage("java.nio.file.."))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(File.class, FileInputStream.class, FileOutputStream.class)
        .check(MAIN);
  }

  @Test
  void onlyTheCommandLineHasAMainAndEndsTheProcess() {
    methods()
        .that()
        .haveName("main")
        .and()
        .haveModifier(JavaModifier.STATIC)
        .should()
        .beDeclaredInClassesThat(resideInAPackage("fcn4j.cli.."))
        .allowEmptyShould(true)
        .check(MAIN);
    noClasses()
        .that(resideOutsideOfPackage("fcn4j.cli.."))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(MAIN);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(MAIN.getPackage("fcn4j").getSubpackagesInTree())
        .filteredOn(found -> !found.getClasses().isEmpty())
        // ArchUnit follows JCuda's stand-ins from the test class path into the emulator.
        .filteredOn(found -> !found.getName().startsWith("fcn4j.emulator"))
        .isNotEmpty()
        .allSatisfy(found ->
            assertThat(isNullMarked(found))
                .as("%s has a package-info.java with @NullMarked", found.getName())
                .isTrue());
  }

  private static boolean isNullMarked(JavaPackage found) {
    return found.tryGetPackageInfo().isPresent() && found.isAnnotatedWith(NullMarked.class);
  }

  private static void onlyFrom(String outside, String... ours) {
    noClasses()
        .that(not(resideInAnyPackage(ours)))
        .should()
        .dependOnClassesThat(resideInAPackage(outside))
        .check(MAIN);
  }
}
