package dev.countersign.expiry;

import dev.countersign.client.Change;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ReplaceableCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Says of a credential when it ends, in the words of the audit trail. Stateless. */
final class ExpiryText {

    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    private ExpiryText() {}

    static Change change(EndingCredential credential, Instant now) {
        return new Change("system", kind(credential) + ".expiring", text(credential, now));
    }

    /** Of a secret that has ended because it was replaced and no longer used. */
    static Change unused(ClientSecret secret) {
        return unused("secret", secret.label(), secret);
    }

    /** Of a key that has ended because it was replaced and no longer used. */
    static Change unused(ClientCertificate key) {
        return unused("certificate", key.alias(), key);
    }

    private static Change unused(String kind, String label, ReplaceableCredential<?> credential) {
        String name = kind + ' ' + credential.id() + (label.isEmpty() ? "" : " \"" + label + '"');
        String used = credential.lastUsedAt().map(at -> "last used at " + at).orElse("never used");
        String newer = credential
                .replacement()
                .map(how -> "; replaced by " + kind + ' ' + how.replacedBy())
                .orElse("");
        return new Change("system", kind + ".unused", name + " ended, " + used + newer);
    }

    /** In small letters. */
    static String kind(EndingCredential credential) {
        return credential.kind().name().toLowerCase(Locale.ROOT);
    }

    /** For example {@code secret s1 "autumn" ends at 2026-03-08T10:00:00Z, in 7 days}. */
    static String text(EndingCredential credential, Instant now) {
        String name = kind(credential)
                + ' '
                + credential.id()
                + (credential.label().isEmpty() ? "" : " \"" + credential.label() + '"');
        return credential.endsAt().isAfter(now)
                ? name + " ends at " + credential.endsAt() + ", " + left(Duration.between(now, credential.endsAt()))
                : name + " ended at " + credential.endsAt();
    }

    /** To the nearest day. */
    private static String left(Duration time) {
        long days = time.plus(HALF_A_DAY).toDays();
        if (days == 0) {
            return "in less than a day";
        }
        return days == 1 ? "in 1 day" : "in " + days + " days";
    }
}
