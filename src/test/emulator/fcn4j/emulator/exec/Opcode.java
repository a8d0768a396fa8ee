package fcn4j.emulator.exec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the PTX opcodes that a method computes for one thread. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Opcode {
  String[] value();
}
