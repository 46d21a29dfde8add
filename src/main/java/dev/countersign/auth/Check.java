package dev.countersign.auth;

/**
 * One rule that a credential was checked against, as an administrator sees it under *Why refused?*. Immutable.
 *
 * @param id fixed, for programs
 * @param expected what would be right; never a credential
 * @param found what was there; shortened, and never a credential. With {@link Result#UNKNOWN}: why it is not known
 * @param explanation what the rule is for, and what to do
 */
public record Check(String id, Result result, String expected, String found, String explanation) {

    /** The result of the check. */
    public enum Result {
        PASSED,
        FAILED,
        /** A service that the check needs did not answer. */
        UNKNOWN;

        public static Result of(boolean passed) {
            return passed ? PASSED : FAILED;
        }
    }
}
