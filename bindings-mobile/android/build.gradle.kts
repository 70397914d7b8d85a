// The AAR: Kotlin sources and one native library for each ABI. `build.sh` fills `src/main/jniLibs` and `build/generated/kyc` first.
plugins {
    id("com.android.library") version "8.7.3"
    id("org.jetbrains.kotlin.android") version "2.1.21"
    `maven-publish`
}

group = "org.kyccore"
version = "0.1.0"

android {
    namespace = "org.kyccore"
    compileSdk = 35
    defaultConfig {
        minSdk = 24
        consumerProguardFiles("consumer-rules.pro")
    }
    sourceSets["main"].java.srcDirs("../kotlin/src/main/kotlin", "build/generated/kyc")
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    kotlinOptions { jvmTarget = "17" }
    publishing { singleVariant("release") { withSourcesJar() } }
}

dependencies {
    // `@aar` brings JNA's own native library for each ABI along.
    api("net.java.dev.jna:jna:5.17.0@aar")
}

publishing {
    publications.register<MavenPublication>("release") {
        artifactId = "kyc-core"
        afterEvaluate { from(components["release"]) }
    }
}
