package dev.countersign.expiry;

/**
 * Shows operators, over JMX, how many secrets and certificates have ended or will soon, on all nodes together; tells those who listen, on each node, of each one that is about to. The
 * numbers are those of the last look, which is no longer ago than about an hour.
 */
public interface CredentialsMXBean {

    /** Those that have ended and are registered still. */
    long getExpired();

    /** Those that end within 24 hours. */
    long getEndingWithin1Day();

    /** Those that end within 7 days, the former included. */
    long getEndingWithin7Days();

    /** Those that end within 30 days, the former included. */
    long getEndingWithin30Days();

    /** When they were counted (ISO 8601, in UTC); empty: not yet, and the numbers say nothing. */
    String getLastLooked();
}
