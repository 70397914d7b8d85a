// The main job from C++: verify MODELS_FOLDER DOCUMENT SELFIE YYYY-MM-DD
//   c++ -std=c++17 verify.cpp $(pkg-config --cflags --libs kyc) -o verify
// Two owners and one function are all that the C interface needs to feel at home. Exit codes as in the C example.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "kyc.h"

namespace kyc {

struct Error : std::runtime_error {
    std::uint16_t code;
    explicit Error(std::uint16_t number)
        : std::runtime_error(std::string(kyc_last_error_name()) + ": " + kyc_last_error_message()), code(number) {}
};

using Bytes = std::vector<std::uint8_t>;

class Engine {
  public:
    explicit Engine(const std::string &config) {
        KycEngine *made = nullptr;
        if (auto code = kyc_engine_new(config.c_str(), &made)) throw Error(code);
        engine_.reset(made);
    }

    std::string call(const std::string &op, const std::string &request, const std::vector<Bytes> &pictures = {}) const {
        std::vector<KycBlob> blobs;
        for (const auto &picture : pictures) blobs.push_back({picture.data(), picture.size()});
        char *response = nullptr;
        if (auto code = kyc_call(engine_.get(), op.c_str(), request.c_str(), blobs.data(), blobs.size(), &response)) throw Error(code);
        std::unique_ptr<char, decltype(&kyc_free_string)> owned(response, kyc_free_string);
        return owned.get();
    }

  private:
    std::unique_ptr<KycEngine, decltype(&kyc_engine_free)> engine_{nullptr, kyc_engine_free};
};

}  // namespace kyc

static kyc::Bytes whole(const char *path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("a picture cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

int main(int count, char **arguments) try {
    if (count != 5) {
        std::cerr << "usage: verify MODELS_FOLDER DOCUMENT SELFIE YYYY-MM-DD\n";
        return 2;
    }
    const kyc::Engine engine("{\"models_dir\": \"" + std::string(arguments[1]) + "\"}");
    const std::string request = "{\"document\": {\"front\": 0}, \"selfie\": 1, \"today\": \"" + std::string(arguments[4]) + "\"}";
    const std::string response = engine.call("verify", request, {whole(arguments[2]), whole(arguments[3])});
    std::cout << response << '\n';
    const auto is = [&](const char *verdict) { return response.find("\"verdict\":\"" + std::string(verdict) + '"') != std::string::npos; };
    return is("accepted") ? 0 : is("review") ? 10 : 11;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 3;
}
