package dev.countersign.http;

import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.PresentedCertificate;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.client.ClientId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the one credential of a request: a client must not use more than one method in it (RFC 6749, section 2.3), so
 * all are counted before any of them is judged. Thread-safe.
 */
final class SoleCredential {

    private final List<CredentialReader> pluginReaders;

    SoleCredential(List<CredentialReader> pluginReaders) {
        this.pluginReaders = List.copyOf(pluginReaders);
    }

    /**
     * The credentials that a request holds.
     *
     * @param methods how many methods the request uses
     * @param reading the credential of the one method; empty: there is not exactly one, or no installed reader reads it
     * @param token the access token, where it is the one method
     */
    record Search(int methods, Optional<Reading> reading, Optional<String> token) {}

    Search search(IncomingRequest request) throws BadRequestException {
        List<Reading> readings = new ArrayList<>(2);
        Optional<String> token = request.authorization().flatMap(BearerToken::read);
        boolean headerIsKnown = request.authorization().isEmpty()
                || token.isPresent()
                || add(BasicCredentialReader.read(request.authorization().get()), readings);
        boolean assertionIsKnown = !request.hasAssertion();
        if (request.form().isPresent()) {
            add(PostCredentialReader.read(request.form().get()), readings);
        }
        for (CredentialReader reader : pluginReaders) {
            Watched watched = new Watched(request);
            if (add(reader.read(watched), readings)) {
                headerIsKnown |= watched.header;
                assertionIsKnown |= watched.assertion;
            }
        }
        // A credential that no reader recognizes counts as a method, too.
        int methods =
                readings.size() + (headerIsKnown ? 0 : 1) + (assertionIsKnown ? 0 : 1) + (token.isPresent() ? 1 : 0);
        if (methods == 1 && readings.size() == 1) {
            return new Search(1, Optional.of(readings.get(0)), Optional.empty());
        }
        if (methods == 0) {
            Reading certificate = certificate(request);
            return new Search(certificate instanceof Reading.Found ? 1 : 0, Optional.of(certificate), Optional.empty());
        }
        readings.forEach(SoleCredential::wipe);
        return new Search(methods, Optional.empty(), methods == 1 ? token : Optional.empty());
    }

    /**
     * A certificate counts where nothing else does: beside another credential it is that of the connection, which a
     * token may be bound to.
     */
    private static Reading certificate(IncomingRequest request) {
        Optional<ClientId> client = request.clientId();
        return request.certificate().isPresent() && client.isPresent()
                ? new Reading.Found(new PresentedCertificate(
                        client.get(), request.certificate().get()))
                : Reading.NOTHING;
    }

    /** The scheme of the {@code Authorization} field, where it is Bearer or that of a plug-in's reader, else Basic. */
    String schemeOf(List<String> authorizations) {
        return Stream.concat(
                        Stream.of(BearerToken.SCHEME),
                        pluginReaders.stream().flatMap(reader -> reader.scheme().stream()))
                .filter(scheme -> authorizations.stream().anyMatch(field -> Headers.hasScheme(field, scheme)))
                .findFirst()
                .orElse(BasicCredentialReader.SCHEME);
    }

    private static boolean add(Reading reading, List<Reading> readings) {
        return !(reading instanceof Reading.Nothing) && readings.add(reading);
    }

    static void wipe(Reading reading) {
        if (reading instanceof Reading.Found found && found.credential() instanceof PresentedSecret presented) {
            presented.secret().close();
        }
    }

    /**
     * Records which parts of the request a plug-in's reader has read, since a credential that it finds accounts for
     * these parts.
     */
    private static final class Watched implements PresentedRequest {

        private final PresentedRequest request;
        private boolean header;
        private boolean assertion;

        Watched(PresentedRequest request) {
            this.request = request;
        }

        @Override
        public List<String> headers(String name) {
            header |= name.equalsIgnoreCase("Authorization");
            return request.headers(name);
        }

        @Override
        public Optional<String> parameter(String name) {
            assertion |=
                    name.equals(OAuthParameters.CLIENT_ASSERTION) || name.equals(OAuthParameters.CLIENT_ASSERTION_TYPE);
            return request.parameter(name);
        }
    }
}
