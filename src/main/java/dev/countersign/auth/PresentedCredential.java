package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;

/** The credential of a request, as it was sent: well-formed, not verified. */
public sealed interface PresentedCredential permits PresentedSecret, PluginCredential {

    /** The client that the sender claims to be. */
    ClientId clientId();

    /** The method that it belongs to. */
    AuthMethod method();
}
