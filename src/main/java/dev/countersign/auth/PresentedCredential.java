package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;

/** What a request offers as proof of who sends it: well-formed, but not believed yet. */
public sealed interface PresentedCredential permits PresentedSecret, PluginCredential {

    /** Whom the sender claims to be. */
    ClientId clientId();

    /** By which method. */
    AuthMethod method();
}
