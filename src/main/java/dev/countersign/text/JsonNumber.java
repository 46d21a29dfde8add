package dev.countersign.text;

/**
 * A JSON number that is no {@link Long}: not whole, written with an exponent, or of more than 18 digits. Kept as its
 * text, since a short text with an exponent can mean a number of a billion digits. Immutable.
 */
public record JsonNumber(String literal) {}
