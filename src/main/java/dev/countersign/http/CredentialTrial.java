package dev.countersign.http;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Check;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.PresentedCertificate;
import dev.countersign.auth.PresentedCredential;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import dev.countersign.client.Client;
import dev.countersign.keys.MalformedDerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells administrators why a credential is refused (*Why refused?*), without using it up: it is parsed by the same
 * readers, and checked against the same rules, as in a request. Thread-safe.
 */
public final class CredentialTrial {

    private final Gatekeeper gatekeeper;
    private final List<CredentialReader> pluginReaders;
    private final AccessTokens tokens;

    /** @param pluginReaders beside the built-in one for the secret in the header */
    public CredentialTrial(Gatekeeper gatekeeper, AccessTokens tokens, List<CredentialReader> pluginReaders) {
        this.gatekeeper = gatekeeper;
        this.tokens = tokens;
        this.pluginReaders = List.copyOf(pluginReaders);
    }

    /**
     * All checks, in their order: the first one that has not passed decides.
     *
     * @throws dev.countersign.client.UnavailableException when an authenticator cannot check any rule
     */
    public List<Check> of(PresentedRequest offered, Client client) {
        Optional<String> token = offered.headers("Authorization").stream()
                .flatMap(field -> BearerToken.read(field).stream())
                .findFirst();
        if (token.isPresent()) {
            List<Check> checks = new ArrayList<>(gatekeeper.explain(Optional.empty(), client));
            checks.addAll(tokens.explain(token.get(), client));
            return checks;
        }
        List<Reading> readings = new ArrayList<>();
        try {
            offered.headers("Authorization").forEach(field -> readings.add(BasicCredentialReader.read(field)));
            pluginReaders.forEach(reader -> readings.add(reader.read(offered)));
            readings.removeIf(Reading.Nothing.class::isInstance);
            List<Check> checks = new ArrayList<>();
            checks.add(form(readings));
            checks.addAll(gatekeeper.explain(found(readings), client));
            return checks;
        } finally {
            readings.forEach(SoleCredential::wipe);
        }
    }

    /**
     * The same for a TLS certificate, as if it came over a connection in a request with this client's id.
     *
     * @throws dev.countersign.client.UnavailableException when the authenticator cannot check any rule
     */
    public List<Check> of(CertificateChain chain, Client client) {
        List<Check> checks = new ArrayList<>();
        try {
            chain.certificates();
            checks.add(form(true, "it can be read"));
            checks.addAll(gatekeeper.explain(Optional.of(new PresentedCertificate(client.id(), chain)), client));
        } catch (MalformedDerException e) {
            checks.add(form(false, String.valueOf(e.getMessage())));
            checks.addAll(gatekeeper.explain(Optional.empty(), client));
        }
        return checks;
    }

    private static Check form(boolean passed, String found) {
        return new Check(
                "form",
                Check.Result.of(passed),
                "X.509 certificates, the client's own first",
                found,
                "Each certificate is parsed strictly before anything else is looked at (RFC 5280, section 4.1).");
    }

    private static Optional<PresentedCredential> found(List<Reading> readings) {
        return readings.size() == 1 && readings.get(0) instanceof Reading.Found found
                ? Optional.of(found.credential())
                : Optional.empty();
    }

    private static Check form(List<Reading> readings) {
        String found = "it can be read";
        if (readings.isEmpty()) {
            found = "another scheme than Basic and Bearer, and none of an installed method";
        } else if (readings.size() > 1) {
            found = "more than one method";
        } else if (readings.get(0) instanceof Reading.Broken broken) {
            found = broken.description();
        } else if (readings.get(0) instanceof Reading.Hopeless hopeless) {
            found = hopeless.description();
        }
        return new Check(
                "form",
                Check.Result.of(found(readings).isPresent()),
                "Basic with the Base64 of id:secret, both form-encoded; a compact JWS whose sub is a client id; or what a plug-in reads",
                found,
                "A credential is read strictly before anything else is looked at "
                        + "(RFC 6749, section 2.3.1; RFC 7617, section 2; RFC 7515, sections 3.1 and 4; RFC 8725, section 3).");
    }
}
