package dev.countersign.expiry;

/**
 * Shows operators, over JMX, how many secrets and certificates in the store have expired or will soon; notifies
 * listeners, on each node, of each one that is about to expire. The numbers are those of the last look, which is at
 * most about an hour old.
 */
public interface CredentialsMXBean {

    /** Credentials that have expired and are still registered. */
    long getExpired();

    /** Credentials that expire within 24 hours. */
    long getEndingWithin1Day();

    /** Credentials that expire within 7 days, those of the first day included. */
    long getEndingWithin7Days();

    /** Credentials that expire within 30 days, those of the first 7 days included. */
    long getEndingWithin30Days();

    /** When they were counted (ISO 8601, in UTC); empty: not counted yet, and the numbers mean nothing. */
    String getLastLooked();
}
