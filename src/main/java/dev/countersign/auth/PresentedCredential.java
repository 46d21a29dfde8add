package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;

/** The credential of a request, as it was sent: well-formed, not verified. */
public sealed interface PresentedCredential permits PresentedSecret, PresentedCertificate, PluginCredential {

    /** The client that the sender claims to be. */
    ClientId clientId();

    /** The method that it belongs to. */
    AuthMethod method();

    /**
     * The method that it counts as for a client that is registered for {@code registered}: some credentials do not tell
     * which of several methods they belong to.
     */
    default AuthMethod methodFor(AuthMethod registered) {
        return method();
    }

    /**
     * What in it explains a refusal to an administrator, for the log: keys with quoted values, such as {@code
     * aud="..."}, with a blank between. Nothing that is secret, and of limited length. Default: nothing to add.
     */
    default String found() {
        return "";
    }
}
