package dev.countersign.jose;

import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import dev.countersign.text.MalformedException;
import java.util.Optional;

/**
 * Reads signed assertions from the form body (RFC 7521, section 4.2; RFC 7523, section 2.2), before any library parses
 * them. That a {@code client_id} beside the assertion names the same client is checked by the sentry, as with every
 * method. Stateless.
 */
final class AssertionReader implements CredentialReader {

    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Override
    public Reading read(PresentedRequest request) {
        Optional<String> assertion = request.parameter("client_assertion");
        Optional<String> type = request.parameter("client_assertion_type");
        if (assertion.isEmpty() && type.isEmpty()) {
            return Reading.NOTHING;
        }
        if (assertion.isEmpty() || type.isEmpty()) {
            return new Reading.Broken("client_assertion and client_assertion_type belong together");
        }
        if (!type.get().equals(TYPE)) {
            return new Reading.Broken("client_assertion_type is not supported");
        }
        return read(assertion.get());
    }

    static Reading read(String assertion) {
        AssertionText text;
        try {
            text = AssertionText.of(assertion);
        } catch (MalformedException e) {
            return new Reading.Broken("client_assertion: " + e.rule());
        }
        try {
            return new Reading.Found(text.signed());
        } catch (MalformedException e) {
            return new Reading.Hopeless(text.clientId(), text.method(), "client_assertion: " + e.rule());
        }
    }
}
