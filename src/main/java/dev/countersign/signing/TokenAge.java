package dev.countersign.signing;

import dev.countersign.client.Client;
import java.time.Instant;

/**
 * From when on tokens of a client count: not those of an earlier client of its id, nor those from before its {@code
 * tokens_not_before}. A token has whole seconds, so the moments are rounded up, and a token that is issued within such
 * a second names its end. Stateless.
 */
final class TokenAge {

    private TokenAge() {}

    /** In seconds since 1970: the earliest {@code iat} that counts. */
    static long earliest(Client client) {
        long created = roundedUp(client.createdAt());
        return client.profile()
                .tokens()
                .notBefore()
                .map(moment -> Math.max(created, roundedUp(moment)))
                .orElse(created);
    }

    private static long roundedUp(Instant moment) {
        return moment.getEpochSecond() + (moment.getNano() > 0 ? 1 : 0);
    }
}
