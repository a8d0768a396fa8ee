package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxRegister;
import fcn4j.emulator.ptx.PtxType;
import java.lang.classfile.TypeKind;

/** How a value stands on the JVM's stack. */
enum Kind {
  INT(TypeKind.INT),
  LONG(TypeKind.LONG),
  FLOAT(TypeKind.FLOAT),
  DOUBLE(TypeKind.DOUBLE),
  PREDICATE(TypeKind.INT);

  private final TypeKind typeKind;

  Kind(TypeKind typeKind) {
    this.typeKind = typeKind;
  }

  TypeKind typeKind() {
    return typeKind;
  }

  static Kind of(PtxType type) {
    return switch (type) {
      case PRED -> PREDICATE;
      case F32 -> FLOAT;
      case F64 -> DOUBLE;
      case B64, U64, S64 -> LONG;
      default -> INT;
    };
  }

  static Kind of(PtxRegister register) {
    return of(register.type());
  }

  static Kind of(Class<?> type) {
    if (type == long.class) {
      return LONG;
    }
    if (type == float.class) {
      return FLOAT;
    }
    if (type == double.class) {
      return DOUBLE;
    }
    return type == boolean.class ? PREDICATE : INT;
  }
}
