package dev.countersign.http;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Another server whose access tokens a filter admits, as its init-params name it: such a filter is a resource server
 * and needs no store. Immutable.
 *
 * @param issuer the identifier that its tokens have to name, letter by letter; empty: the init-param is missing
 * @param jwksUri where it publishes the keys that verify them; empty: the init-param is missing
 */
public record TrustedIssuer(String issuer, String jwksUri) {

    /**
     * Reads the init-params of a filter; empty: it names neither of them, and its clients are those of the store.
     *
     * @param initParams by name; null: it is not there
     */
    public static Optional<TrustedIssuer> of(Function<String, @Nullable String> initParams) {
        String issuer = initParams.apply("issuer");
        String jwksUri = initParams.apply("jwksUri");
        return issuer == null && jwksUri == null
                ? Optional.empty()
                : Optional.of(new TrustedIssuer(stripped(issuer), stripped(jwksUri)));
    }

    /** The name of the servlet context's attribute with the {@link Sentry} that judges its tokens. */
    public String attribute() {
        return Sentry.class.getName() + ' ' + issuer + ' ' + jwksUri;
    }

    private static String stripped(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
