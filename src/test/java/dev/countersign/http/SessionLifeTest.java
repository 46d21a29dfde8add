package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionLifeTest {

    /** In seconds, one after the other. */
    private final List<Object> lives = new ArrayList<>();

    private final HttpSessionEvent event = new HttpSessionEvent((HttpSession)
            Proxy.newProxyInstance(HttpSession.class.getClassLoader(), new Class<?>[] {HttpSession.class}, this::call));

    @Test
    void gen20_aStrangersSessionEndsSoonAndAPersonsLasts() {
        SessionLife life = new SessionLife();

        life.sessionCreated(event);
        life.sessionIdChanged(event, "before the login");

        assertThat(lives).containsExactly(5 * 60, 30 * 60);
    }

    private @Nullable Object call(Object session, Method method, Object[] arguments) {
        assertThat(method.getName()).isEqualTo("setMaxInactiveInterval");
        lives.add(arguments[0]);
        return null;
    }
}
