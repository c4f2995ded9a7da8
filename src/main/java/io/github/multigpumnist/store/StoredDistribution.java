package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A distribution as Optuna wrote it, and what a stored number means there. Optuna goes on with a
 * value that its distribution has not (it only warns), so such a trial is read as it is.
 */
final class StoredDistribution {
  private final String text;
  private final JsonNode json;
  private final Distribution distribution;

  private StoredDistribution(String text, JsonNode json) {
    this.text = text;
    this.json = json;
    this.distribution = DistributionJson.read(json, text);
  }

  static StoredDistribution read(String text, String what) throws StoreException {
    return new StoredDistribution(text, Json.read(text, what));
  }

  /** Fails where Optuna does: when there is no such choice. */
  Param param(double stored, String what) throws StoreException {
    Object value = DistributionJson.isCategorical(json) ? choice(stored, what) : number(stored);
    return Param.has(distribution, value)
        ? new Param(value, distribution)
        : new Param(value, new Distribution.Other(text));
  }

  private Object choice(double stored, String what) throws StoreException {
    JsonNode choices = DistributionJson.choices(json);
    JsonNode choice = choices.get((int) stored);
    if (choice == null) {
      throw new StoreException(what + " is " + stored + ", expected one of " + choices);
    }
    return Param.normal(Json.toPlain(choice));
  }

  private Object number(double stored) {
    if (!DistributionJson.isWhole(json) || !Double.isFinite(stored)) {
      return stored;
    }
    BigInteger whole = new BigDecimal(stored).toBigInteger();
    return whole.bitLength() < Long.SIZE ? Param.normal(whole.longValue()) : whole;
  }
}
