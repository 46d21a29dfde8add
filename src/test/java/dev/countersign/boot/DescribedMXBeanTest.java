package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admin.SigningKeysMXBean;
import dev.countersign.cache.KeyCacheMXBean;
import dev.countersign.expiry.CredentialsMXBean;
import dev.countersign.expiry.ExpiryOutlook;
import dev.countersign.http.AuthenticationMXBean;
import dev.countersign.replay.ReplayGuardMXBean;
import java.lang.reflect.Proxy;
import javax.management.MBeanInfo;
import javax.management.NotificationEmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedMXBeanTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                AuthenticationMXBean.class,
                KeyCacheMXBean.class,
                CredentialsMXBean.class,
                SigningKeysMXBean.class,
                ReplayGuardMXBean.class
            })
    void everyAttributeAndOperationHasItsText(Class<?> type) {
        Object bean =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("called for its description");
                });

        MBeanInfo info = DescribedMXBean.of(bean).getMBeanInfo();

        assertThat(info.getDescription()).endsWith(".");
        assertThat(info.getAttributes())
                .isNotEmpty()
                .allSatisfy(attribute -> assertThat(attribute.getDescription())
                        .as(attribute.getName())
                        .endsWith("."));
        assertThat(info.getOperations())
                .allSatisfy(operation -> assertThat(operation.getDescription())
                        .as(operation.getName())
                        .endsWith("."));
    }

    @Test
    void parametersHaveTheirNames() {
        Object bean = Proxy.newProxyInstance(
                KeyCacheMXBean.class.getClassLoader(),
                new Class<?>[] {KeyCacheMXBean.class},
                (proxy, method, given) -> 0);

        assertThat(DescribedMXBean.of(bean).getMBeanInfo().getOperations())
                .filteredOn(operation -> operation.getName().equals("clearClient"))
                .singleElement()
                .satisfies(operation ->
                        assertThat(operation.getSignature()[0].getName()).isEqualTo("clientId"));
    }

    @Test
    void itSendsTheNotificationsOfItsBean() {
        assertThat(DescribedMXBean.of(new ExpiryOutlook()))
                .isInstanceOfSatisfying(
                        NotificationEmitter.class,
                        emitter -> assertThat(emitter.getNotificationInfo()).hasSize(1));
    }

    @Test
    void whatHasNoSuchInterfaceIsRefused() {
        assertThatThrownBy(() -> DescribedMXBean.of("text")).isInstanceOf(IllegalArgumentException.class);
    }
}
