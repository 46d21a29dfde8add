package dev.countersign.auth;

/**
 * One thing that was looked at when a credential was tried, for administrators. Immutable.
 *
 * @param id fixed, for programs
 * @param passed whether it is right
 * @param expected what would be right; never a credential
 * @param found what was there; shortened, and never a credential
 * @param explanation what it is for
 */
public record Check(String id, boolean passed, String expected, String found, String explanation) {}
