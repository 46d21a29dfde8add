package dev.countersign.secret;

import dev.countersign.auth.Check;
import dev.countersign.client.Client;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.UnavailableException;
import dev.countersign.text.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The checks of a secret for *Why refused?*. Stateless. */
final class SecretChecks {

    private SecretChecks() {}

    static Check found(ClientSecret secret) {
        String label = secret.label().isEmpty() ? "" : ", \"" + secret.label() + '"';
        return secret(Check.Result.PASSED, "secret " + secret.id() + label);
    }

    /** Tells nothing of the secret that was sent but a blank at one of its ends, which is easily overlooked. */
    static Check notFound(Client client, byte[] sent) {
        int registered = client.secrets().size();
        boolean blank = sent.length > 0 && (sent[0] == ' ' || sent[sent.length - 1] == ' ');
        return secret(
                Check.Result.FAILED,
                (registered == 0 ? "the client has no secret at all" : "none of its " + registered)
                        + form(client, sent)
                        + (blank ? "; what was sent begins or ends with a blank" : ""));
    }

    /** What a secret that the server made tells about itself by its form. */
    private static String form(Client client, byte[] sent) {
        if (!SecretText.isClaimed(sent)) {
            return "";
        }
        if (!SecretText.isWhole(sent)) {
            return "; the checksum of what was sent does not fit: cut off, or mistyped?";
        }
        boolean known = SecretText.id(sent)
                .filter(id ->
                        client.secrets().stream().anyMatch(secret -> secret.id().equals(id)))
                .isPresent();
        return known
                ? "; what was sent is whole and names one of them, but is another text: not made by this server"
                : "; what was sent is whole: it is another client's, or one of this client's that was revoked";
    }

    static Check unreadable(UnavailableException cause) {
        return secret(Check.Result.UNKNOWN, String.valueOf(cause.getMessage()));
    }

    static Check notExpired(ClientSecret secret, Instant now) {
        Optional<Instant> end = secret.expiresAt();
        boolean live = secret.liveAt(now);
        String found = end.map(
                        at -> at + (live ? "" : ", " + Duration.between(at, now).toSeconds() + " seconds ago"))
                .orElse("no end");
        return new Check(
                "not_expired",
                Check.Result.of(live),
                "no end, or one after " + now,
                found,
                "A secret works up to its expires_at. After a Regenerate Secret the older ones end when the overlap is over.");
    }

    private static Check secret(Check.Result result, String found) {
        return new Check(
                "secret",
                result,
                "one of the client's registered secrets",
                found,
                "It has to be one of the secrets that are registered for the client, letter by letter. "
                        + "What is registered cannot be read back: a secret that was lost is replaced.");
    }
}
