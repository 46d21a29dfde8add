package dev.countersign.admin;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;

/**
 * A setting that has been given a value; one that is not listed has its default. Immutable.
 *
 * @param value as it was given, without passwords; empty: it is secret
 * @param source where it was given: {@code environment variable COUNTERSIGN_ISSUER}
 */
@JsonbPropertyOrder({"name", "value", "source"})
public record GivenSetting(String name, Optional<String> value, String source) {}
