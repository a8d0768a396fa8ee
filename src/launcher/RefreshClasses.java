// Copies a jar and gives classes of the format of Java 5 that of Java 17, with stack maps: the JVM's cache of loaded classes leaves
// out older ones, which then are read and verified slowly at every start. Usage: java RefreshClasses.java FROM.jar TO.jar

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

void main(String[] args) throws IOException {
  Path from = Path.of(args[0]);
  try (JarFile source = new JarFile(from.toFile());
      URLClassLoader neighbours = new URLClassLoader(new URL[] {from.toUri().toURL()});
      JarOutputStream target = new JarOutputStream(Files.newOutputStream(Path.of(args[1])))) {
    ClassFile format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(neighbours)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    for (JarEntry entry : Collections.list(source.entries())) {
      byte[] bytes = source.getInputStream(entry).readAllBytes();
      target.putNextEntry(new ZipEntry(entry.getName()));
      target.write(entry.getName().endsWith(".class") ? refreshed(format, bytes) : bytes);
      target.closeEntry();
    }
  }
}

byte[] refreshed(ClassFile format, byte[] bytes) {
  ClassModel model = format.parse(bytes);
  if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
    return bytes;
  }
  ClassTransform version =
      (builder, element) -> {
        if (element instanceof ClassFileVersion) {
          builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
        } else {
          builder.with(element);
        }
      };
  return format.transformClass(
      model, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
}
