package io.github.multigpumnist.study;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A value as Optuna stores it: what is not finite has no number but a type.
 *
 * @param number null unless finite
 * @param type FINITE, INF_POS, INF_NEG or NAN
 */
record StoredNumber(Double number, String type) {
  static StoredNumber of(double value) {
    if (Double.isNaN(value)) {
      return new StoredNumber(null, "NAN");
    }
    if (Double.isInfinite(value)) {
      return new StoredNumber(null, value > 0 ? "INF_POS" : "INF_NEG");
    }
    return new StoredNumber(value, "FINITE");
  }

  /** Reads columns 3 (type) and 4 (number). */
  static double read(ResultSet row, String trial) throws SQLException, StoreException {
    String type = row.getString(3);
    double number = row.getDouble(4);
    boolean isNull = row.wasNull();
    if (type.equals("FINITE") && isNull) {
      throw new StoreException(trial + ": a finite value is missing");
    }
    return switch (type) {
      case "FINITE" -> number;
      case "INF_POS" -> Double.POSITIVE_INFINITY;
      case "INF_NEG" -> Double.NEGATIVE_INFINITY;
      case "NAN" -> Double.NaN;
      default -> throw new StoreException(trial + ": value type is " + type);
    };
  }
}
