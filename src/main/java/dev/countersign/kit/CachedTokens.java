package dev.countersign.kit;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tokens of one client at one server, by what was asked; those that were used least go first. Thread-safe. */
final class CachedTokens {

    static final int MAX_TOKENS = 256;

    private static final float LOAD = 0.75f;

    private final TokenServer server;
    private final InstantSource clock;

    private final Map<TokenRequest, CachedToken> tokens = new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenRequest, CachedToken> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    CachedTokens(TokenServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    synchronized CachedToken of(TokenRequest request) {
        return tokens.computeIfAbsent(request, asked -> new CachedToken(server, asked, clock));
    }
}
