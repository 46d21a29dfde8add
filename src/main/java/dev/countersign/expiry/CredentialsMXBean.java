package dev.countersign.expiry;

import dev.countersign.manage.Description;

/**
 * Shows operators, over JMX, how many secrets and certificates in the store have expired or will soon; notifies
 * listeners, on each node, of each one that is about to expire. The numbers are those of the last look, which is at
 * most about an hour old.
 */
@Description("Secrets and certificates of all clients that end, as of the last look at the store.")
public interface CredentialsMXBean {

    @Description("Credentials that have expired and are still registered.")
    long getExpired();

    @Description("Credentials that expire within 24 hours.")
    long getEndingWithin1Day();

    @Description("Credentials that expire within 7 days, those of the first day included.")
    long getEndingWithin7Days();

    @Description("Credentials that expire within 30 days, those of the first 7 days included.")
    long getEndingWithin30Days();

    @Description("When they were counted (ISO 8601, in UTC); empty: not yet, and the numbers mean nothing.")
    String getLastLooked();
}
